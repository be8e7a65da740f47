// dlopen, dlsym, dlclose of a library that is not loaded yet; dl_iterate_phdr; a backtrace.
// cflags: -rdynamic
// links: -ldl
#include "program.h"
#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>

static int objects;

static int count_object(struct dl_phdr_info *info, size_t size UNUSED, void *data UNUSED) {
  objects += info->dlpi_phnum > 0;
  return 0;
}

__attribute__((noinline)) void named_function(void) {
  void *frames[20];
  int depth = backtrace(frames, 20);
  CHECK(depth >= 3);
  char **names = backtrace_symbols(frames, depth);
  CHECK(strstr(names[0], "named_function") != NULL && strstr(names[1], "main") != NULL);
}

int main(void) {
  dl_iterate_phdr(count_object, NULL);
  int before = objects;
  void *math = dlopen("libm.so.6", RTLD_NOW);
  CHECK(math != NULL);
  double (*cosine)(double) = (double (*)(double))dlsym(math, "cos");
  CHECK(cosine != NULL && cosine(0) == 1.0);
  objects = 0;
  dl_iterate_phdr(count_object, NULL);
  CHECK(objects == before + 1);
  CHECK(dlclose(math) == 0);
  step("a library was loaded, used and closed");
  CHECK(dlopen("libdoesnotexist.so", RTLD_NOW) == NULL && dlerror() != NULL);
  step("a missing one is reported");
  named_function();
  step("the backtrace names its functions");
  return success();
}
