// uname, sysinfo, getrusage, getloadavg, gethostname: sane values.
#include "program.h"
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(void) {
  struct utsname name;
  SYS(uname(&name));
  CHECK(strcmp(name.sysname, "Linux") == 0 && strcmp(name.machine, "x86_64") == 0);
  char host[256];
  SYS(gethostname(host, sizeof host));
  CHECK(strcmp(host, name.nodename) == 0);
  show("host %s release %s", host, name.release);
  step("uname and gethostname agree");
  struct sysinfo info;
  SYS(sysinfo(&info));
  CHECK(info.totalram > 0 && info.freeram <= info.totalram && info.uptime > 0 && info.procs > 0);
  show("uptime %ld, free %lu", info.uptime, info.freeram);
  step("sysinfo");
  struct rusage usage;
  SYS(getrusage(RUSAGE_SELF, &usage));
  CHECK(usage.ru_maxrss > 100 && usage.ru_minflt > 0);
  show("page faults %ld", usage.ru_minflt);
  SYS(getrusage(RUSAGE_CHILDREN, &usage));
  CHECK(usage.ru_maxrss == 0);
  SYS(getrusage(RUSAGE_THREAD, &usage));
  FAILS(getrusage(77, &usage), EINVAL);
  step("getrusage");
  return success();
}
