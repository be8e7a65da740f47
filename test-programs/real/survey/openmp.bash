# OpenMP adds up with four threads.
# needs: gcc

cat > sum.c << 'END'
#include <stdio.h>

int main(void) {
  double sum = 0;
#pragma omp parallel for reduction(+ : sum) num_threads(4)
  for (int i = 0; i < 3000000; i++) {
    sum += i;
  }
  printf("%f\n", sum);
}
END
gcc -O2 -fopenmp sum.c -o sum && ./sum
