// The C library on top: stdio files, tmpfile, popen, system, getline, scanf, directory scan.
#include "program.h"
#include <dirent.h>

int main(void) {
  FILE *f = fopen("text", "w+");
  CHECK(f != NULL);
  for (int i = 0; i < 5000; i++) {
    fprintf(f, "%d %x\n", i, i * i);
  }
  rewind(f);
  char *line = NULL;
  size_t size = 0;
  int lines = 0;
  while (getline(&line, &size, f) > 0) {
    int a;
    unsigned b;
    CHECK(sscanf(line, "%d %x", &a, &b) == 2 && a == lines && b == (unsigned)(a * a));
    lines++;
  }
  CHECK(fseek(f, 0, SEEK_END) == 0 && ftell(f) > 30000 && fclose(f) == 0);
  step("%d lines written and read", lines);
  f = tmpfile();
  CHECK(f != NULL && fputs("temporary", f) > 0 && fclose(f) == 0);
  f = popen("echo through popen; exit 3", "r");
  CHECK(f != NULL && getline(&line, &size, f) > 0);
  line[strcspn(line, "\n")] = 0;
  int status = pclose(f);
  step("%s, status %d", line, WEXITSTATUS(status));
  status = system("exit 7");
  CHECK(WEXITSTATUS(status) == 7);
  status = system("kill -TERM $$");
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  step("system gives statuses and signals");
  char template[] = "tmpXXXXXX";
  SYS(close(SYS(mkstemp(template))));
  show("temporary name %s", template);
  CHECK(strcmp(template, "tmpXXXXXX") != 0);
  struct dirent **names;
  int n = scandir(".", &names, NULL, alphasort);
  CHECK(n == 4 && strcmp(names[2]->d_name, "text") == 0);
  step("scandir finds %d names", n);
  return success();
}
