// Every byte of the frame of a handler, digested: a replay must show the same frames.
#include "program.h"
#include <ucontext.h>

static uint64_t digest;
static volatile int frames;

static void add(const void *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    digest = (digest ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
  }
}

static void on_signal(int signal, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  const unsigned char *fp = (const unsigned char *)uc->uc_mcontext.fpregs;
  add(info, sizeof *info);
  add(uc->uc_mcontext.gregs, sizeof uc->uc_mcontext.gregs);
  add(&uc->uc_sigmask, 8);
  /* The software words at 464 of the fxsave area: magic 1, then the size of all (sigcontext.h). */
  uint32_t magic, size;
  memcpy(&magic, fp + 464, 4);
  memcpy(&size, fp + 468, 4);
  CHECK(magic == 0x46505853 && size >= 576 && size < 20000);
  add(fp, size);
  frames++;
  show("frame %d of signal %d: %lx", frames, signal, (unsigned long)digest);
  if (signal == SIGILL) {
    uc->uc_mcontext.gregs[REG_RIP] += 2;
  }
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGILL, on_signal, 0);
  for (int i = 0; i < 5; i++) {
    volatile double x = i * 1.25;
    x = x * x;
    SYS(kill(getpid(), SIGUSR1));
    __asm__ volatile("ud2");
  }
  step("%d frames", frames);
  CHECK(frames == 10);
  return success();
}
