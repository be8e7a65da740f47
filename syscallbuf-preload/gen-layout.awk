# Writes layout.def as a C header (-v lang=c) or as a Java class (-v lang=java).
BEGIN {
  if (lang == "c") print "/* Generated from layout.def. */\n#pragma once"
  else print "package dev.jrr.layout;\n\n/** Addresses, sizes and numbers that C and Java share. Generated from layout.def. */\npublic final class JrrLayout {\n  private JrrLayout() {}"
}
/^#/ || NF == 0 { next }
{
  text = $3; for (i = 4; i <= NF; i++) text = text " " $i
  gsub(/`/, "", text)
  name = $1; sub(/^JRR_/, "", name)
  if (lang == "c") printf "#define JRR_%s %sUL /* %s */\n", name, $2, text
  else printf "\n  /** %s. */\n  public static final long %s = %sL;\n", text, $1, $2
}
END { if (lang == "java") print "}" }
