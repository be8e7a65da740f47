# How often each word occurs, in alphabetical order.
{
  for (i = 2; i <= NF; i++) {
    count[$i]++
  }
}

END {
  n = 0
  for (word in count) {
    words[++n] = word
  }
  for (i = 1; i <= n; i++) {
    for (k = i + 1; k <= n; k++) {
      if (words[k] < words[i]) {
        word = words[i]
        words[i] = words[k]
        words[k] = word
      }
    }
    print words[i], count[words[i]]
  }
}
