// stdin: the first line
// Standard input is read to its end, through read and through stdio.
#include "program.h"

int main(void) {
  char line[64];
  CHECK(fgets(line, sizeof line, stdin) != NULL);
  line[strcspn(line, "\n")] = 0;
  step("read \"%s\"", line);
  CHECK(fgets(line, sizeof line, stdin) == NULL && feof(stdin));
  char c;
  CHECK(read(0, &c, 1) == 0);
  step("then the end");
  return success();
}
