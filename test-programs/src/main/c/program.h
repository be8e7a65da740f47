/*
 * What every test program shares.
 *
 * A program checks one behaviour of the kernel, prints one line for each step, and ends with
 * EXIT-SUCCESS. What it prints is the same in every run; values that differ between runs (pids,
 * times, random bytes) are consumed and checked for sanity, and printed by show() only when the
 * environment holds JRR_SHOW, for comparing a replay with its recording.
 *
 * The first lines of a program may hold directives, each a comment of its own:
 *   // cflags: -static        options for the compiler
 *   // expect-status: 139     exit status (128 + signal for a death by signal) other than 0
 *   // stdin: text            what standard input holds (default: nothing)
 *   // links: -lrt            libraries
 *   // record: --wait          options for jrr record
 */
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PAGE 4096L

/* Says what did not hold, with errno as it was, and dies by SIGABRT. */
UNUSED static void check_failed(const char *file, int line, const char *what) {
  int saved = errno;
  const char *slash = strrchr(file, '/');
  dprintf(2, "%s:%d: check failed: %s (errno %d: %s)\n", slash ? slash + 1 : file, line, what,
          saved, strerror(saved));
  abort();
}

/* The condition must hold. */
#define CHECK(condition)                               \
  do {                                                 \
    if (!(condition)) {                                \
      check_failed(__FILE__, __LINE__, #condition);    \
    }                                                  \
  } while (0)

/* The call must not answer -1 (or MAP_FAILED); its result is the value. */
#define SYS(call)                              \
  ({                                           \
    __typeof__(call) sys_result_ = (call);     \
    /* Handlers may have run in the call. */   \
    __asm__ volatile("" ::: "memory");         \
    if ((long)sys_result_ == -1L) {            \
      check_failed(__FILE__, __LINE__, #call); \
    }                                          \
    sys_result_;                               \
  })

/* The call must answer -1 with this errno. */
#define FAILS(call, expected)                                          \
  do {                                                                 \
    errno = 0;                                                         \
    long fails_result_ = (long)(call);                                 \
    if (fails_result_ != -1 || errno != (expected)) {                  \
      check_failed(__FILE__, __LINE__, #call " fails with " #expected); \
    }                                                                  \
  } while (0)

/* Prints one line that is the same in every run, in a single write. */
__attribute__((format(printf, 1, 2))) UNUSED static void step(const char *format, ...) {
  char line[4096];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(line, sizeof line - 1, format, args);
  va_end(args);
  CHECK(length >= 0 && length < (int)sizeof line - 1);
  line[length++] = '\n';
  CHECK(write(1, line, length) == length);
}

/* Prints a line that may differ between runs, so marked, when the environment holds JRR_SHOW. */
__attribute__((format(printf, 1, 2))) UNUSED static void show(const char *format, ...) {
  if (getenv("JRR_SHOW") == NULL) {
    return;
  }
  char line[4096] = "shown: ";
  int mark = strlen(line);
  va_list args;
  va_start(args, format);
  int length = mark + vsnprintf(line + mark, sizeof line - 1 - mark, format, args);
  va_end(args);
  CHECK(length >= mark && length < (int)sizeof line - 1);
  line[length++] = '\n';
  CHECK(write(1, line, length) == length);
}

/* Natively a program may be moved to another CPU at any time. Answers the one it stays on. */
UNUSED static int stay_on_one_cpu(void) {
  cpu_set_t all, one;
  SYS(sched_getaffinity(0, sizeof all, &all));
  int cpu = 0;
  while (!CPU_ISSET(cpu, &all)) {
    cpu++;
  }
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  SYS(sched_setaffinity(0, sizeof one, &one));
  return cpu;
}

/* The last line of a program: return success(); */
UNUSED static int success(void) {
  step("EXIT-SUCCESS");
  return 0;
}

/* Waits for this child, which must end with this exit status. */
#define EXPECT_EXIT(pid, status)                                             \
  do {                                                                       \
    int wait_status_ = 0;                                                    \
    pid_t wait_pid_ = (pid);                                                 \
    CHECK(waitpid(wait_pid_, &wait_status_, 0) == wait_pid_);                \
    CHECK(WIFEXITED(wait_status_) && WEXITSTATUS(wait_status_) == (status)); \
  } while (0)

/* Waits for this child, which must die by this signal. */
#define EXPECT_SIGNALLED(pid, signal)                                         \
  do {                                                                        \
    int wait_status_ = 0;                                                     \
    pid_t wait_pid_ = (pid);                                                  \
    CHECK(waitpid(wait_pid_, &wait_status_, 0) == wait_pid_);                 \
    CHECK(WIFSIGNALED(wait_status_) && WTERMSIG(wait_status_) == (signal));   \
  } while (0)

/* Anonymous private memory. */
UNUSED static void *new_pages(size_t pages) {
  return SYS(mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

/* Creates (or truncates) a file with these bytes. */
UNUSED static void write_file(const char *path, const void *bytes, size_t length) {
  int fd = SYS(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
  CHECK(write(fd, bytes, length) == (ssize_t)length);
  SYS(close(fd));
}

/* Reads exactly this many bytes, in as many calls as it takes. */
UNUSED static void read_fully(int fd, void *to, size_t length) {
  size_t done = 0;
  while (done < length) {
    ssize_t n = SYS(read(fd, (char *)to + done, length - done));
    CHECK(n > 0);
    done += n;
  }
}

/* Writes exactly this many bytes, in as many calls as it takes. */
UNUSED static void write_fully(int fd, const void *from, size_t length) {
  size_t done = 0;
  while (done < length) {
    done += SYS(write(fd, (const char *)from + done, length - done));
  }
}

UNUSED static void sleep_ms(long milliseconds) {
  struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  while (nanosleep(&left, &left) == -1) {
    CHECK(errno == EINTR);
  }
}

/*
 * Waits until a process sleeps in the kernel (state S of /proc/PID/stat): it has reached the
 * blocking call that it is known to make, and a signal sent now interrupts that call. 0 if it has
 * ended before it was seen asleep.
 */
UNUSED static int falls_asleep(pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  for (int tries = 0; tries < 20000; tries++) {
    char stat[512];
    int fd = SYS(open(path, O_RDONLY));
    ssize_t n = SYS(read(fd, stat, sizeof stat - 1));
    SYS(close(fd));
    stat[n] = 0;
    char *end_of_name = strrchr(stat, ')');
    CHECK(end_of_name != NULL);
    if (end_of_name[2] == 'S' || end_of_name[2] == 'Z') {
      return end_of_name[2] == 'S';
    }
    sleep_ms(1);
  }
  errno = ETIMEDOUT;
  return 0;
}

UNUSED static void wait_until_asleep(pid_t pid) {
  CHECK(falls_asleep(pid));
}

/* Installs a handler with these flags and an empty mask. */
UNUSED static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
  SYS(sigaction(signal, &action, NULL));
}

/* A byte pattern that makes displaced or lost bytes visible. */
UNUSED static unsigned char pattern(size_t index) {
  return (unsigned char)(index * 7 + index / 251);
}
