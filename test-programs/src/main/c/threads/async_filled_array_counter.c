// A counter deep inside a big heap array that was written whole is all that changes between rounds
// of the same computing: more memory than can be looked at word by word.
// cflags: -O2
#include "deep_array.h"

int main(void) {
  count_deep(1 << 21, 1500007, 3000000, 7, 5000);
  return success();
}
