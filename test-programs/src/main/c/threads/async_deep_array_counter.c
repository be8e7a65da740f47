// A counter deep inside a big heap array is all that changes between rounds of the same computing.
// cflags: -O2
#include "deep_array.h"

int main(void) {
  count_deep(1 << 20, 500003, 5000000, 0, 5000);
  return success();
}
