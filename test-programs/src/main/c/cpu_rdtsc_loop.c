// rdtsc and rdtscp in hot loops, at places of many shapes, while a timer's signals come in: the
// readings go forward, and nothing but their registers changes.
// links: -pthread
#include "program.h"
#include <pthread.h>
#include <sys/time.h>

#define ROUNDS 8000

/* A thread may be preempted between its reading and its look at the last one. */
static _Thread_local volatile uint64_t last_in_handler;
static volatile int signals;

static uint64_t stamp(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}

static void on_alarm(int signal) {
  (void)signal;
  uint64_t now = stamp();
  CHECK(now > last_in_handler);
  last_in_handler = now;
  signals++;
}

/* With 3 bytes behind it that can move, over which a jump leads. */
static uint64_t before_branch(int64_t *jumps) {
  uint32_t low, high;
  __asm__ volatile(
      "rdtsc\n test $1, %%al\n jz 1f\n incq %2\n 1:"
      : "=&a"(low), "=&d"(high), "+m"(*jumps)
      :
      : "cc");
  return (uint64_t)high << 32 | low;
}

/* A jump leads right behind it: its bytes cannot be replaced. */
static uint64_t entered_behind(int skip) {
  uint64_t low = 0, high = 0;
  __asm__ volatile("test %2, %2\n jnz 1f\n rdtsc\n 1: nop\n nop\n nop\n nop"
                   : "+&a"(low), "+&d"(high)
                   : "r"(skip)
                   : "cc");
  return high << 32 | low;
}

/* Two readings side by side. */
static void twice(uint64_t *first, uint64_t *second) {
  uint64_t a, b, c, d;
  __asm__ volatile(
      "rdtsc\n mov %%rax, %0\n mov %%rdx, %1\n rdtsc\n rdtsc\n mov %%rax, %2\n mov %%rdx, %3\n"
      : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
      :
      : "rax", "rdx");
  *first = b << 32 | a;
  *second = d << 32 | c;
}

static uint64_t with_cpu(uint32_t *cpu) {
  uint64_t low, high, aux;
  __asm__ volatile(
      "mov $-1, %%rax\n mov $-1, %%rdx\n mov $-1, %%rcx\n rdtscp\n nop\n nop\n"
      : "=&a"(low), "=&d"(high), "=&c"(aux));
  CHECK(low >> 32 == 0 && high >> 32 == 0 && aux >> 32 == 0);
  *cpu = (uint32_t)aux;
  return high << 32 | low;
}

/* Every other register, the flags and the red zone. */
static uint64_t kept(uint64_t seed) {
  uint64_t low, high, sum;
  __asm__ volatile(
      "push %%rbp\n push %%rbx\n sub $256, %%rsp\n"
      "mov %3, %%rbx\n lea 1(%%rbx), %%rbp\n lea 2(%%rbx), %%rcx\n lea 3(%%rbx), %%rsi\n"
      "lea 4(%%rbx), %%rdi\n lea 5(%%rbx), %%r8\n lea 6(%%rbx), %%r9\n lea 7(%%rbx), %%r10\n"
      "lea 8(%%rbx), %%r11\n lea 9(%%rbx), %%r12\n lea 10(%%rbx), %%r13\n lea 11(%%rbx), %%r14\n"
      "lea 12(%%rbx), %%r15\n movq %%rbx, %%xmm7\n"
      "mov %%rbx, -8(%%rsp)\n mov %%rbx, -64(%%rsp)\n mov %%rbx, -128(%%rsp)\n"
      "mov $-1, %%rax\n mov $-1, %%rdx\n std\n stc\n"
      "rdtsc\n"
      "lahf\n mov %%ah, -1(%%rsp)\n cld\n jmp 1f\n nop\n nop\n 1:"
      "sub %%rbx, %%rbp\n sub %%rbx, %%rcx\n sub %%rbx, %%rsi\n sub %%rbx, %%rdi\n"
      "sub %%rbx, %%r8\n sub %%rbx, %%r9\n sub %%rbx, %%r10\n sub %%rbx, %%r11\n"
      "sub %%rbx, %%r12\n sub %%rbx, %%r13\n sub %%rbx, %%r14\n sub %%rbx, %%r15\n"
      "add %%rbp, %%rcx\n add %%rsi, %%rcx\n add %%rdi, %%rcx\n add %%r8, %%rcx\n"
      "add %%r9, %%rcx\n add %%r10, %%rcx\n add %%r11, %%rcx\n add %%r12, %%rcx\n"
      "add %%r13, %%rcx\n add %%r14, %%rcx\n add %%r15, %%rcx\n"
      "movq %%xmm7, %%r8\n sub %%rbx, %%r8\n add %%r8, %%rcx\n"
      "mov -64(%%rsp), %%r8\n sub %%rbx, %%r8\n add %%r8, %%rcx\n"
      "mov -128(%%rsp), %%r8\n sub %%rbx, %%r8\n add %%r8, %%rcx\n"
      "movzbl -1(%%rsp), %%r8d\n and $1, %%r8d\n add %%r8, %%rcx\n"
      "add $256, %%rsp\n pop %%rbx\n pop %%rbp\n"
      : "=&a"(low), "=&d"(high), "=&c"(sum)
      : "r"(seed)
      : "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm7", "memory",
        "cc");
  CHECK(sum == 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 1);
  CHECK(high >> 32 == 0);
  return high << 32 | (uint32_t)(low & ~0xff00ull);
}

/* A function in memory that the program writes itself. */
static uint64_t (*generated(void))(void) {
  static const uint8_t code[] = {0x0f, 0x31, 0x48, 0xc1, 0xe2, 0x20, 0x48, 0x09, 0xd0, 0xc3};
  uint8_t *memory = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  memcpy(memory, code, sizeof code);
  return (uint64_t(*)(void))memory;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last_of_all;

/* What one thread reads after another is later. */
static void *in_order(void *none) {
  for (int i = 0; i < ROUNDS / 4; i++) {
    pthread_mutex_lock(&lock);
    uint64_t now = stamp();
    CHECK(now > last_of_all);
    last_of_all = now;
    pthread_mutex_unlock(&lock);
  }
  return none;
}

int main(void) {
  stay_on_one_cpu(); // whose number rdtscp tells
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  struct itimerval every = {{0, 1000}, {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &every, NULL));
  uint64_t last = stamp(), digest = 0, now, second;
  for (int i = 0; i < ROUNDS; i++) {
    now = stamp();
    CHECK(now > last);
    digest = digest * 31 + now;
    last = now;
  }
  step("rdtsc goes forward");
  int64_t jumps = 0;
  uint32_t cpu, first_cpu;
  with_cpu(&first_cpu);
  for (int i = 0; i < ROUNDS; i++) {
    now = before_branch(&jumps);
    CHECK(now > last);
    last = with_cpu(&cpu);
    CHECK(last > now && cpu == first_cpu);
    digest = digest * 31 + now + last;
  }
  CHECK(jumps <= ROUNDS);
  step("with a branch behind it, and rdtscp");
  for (int i = 0; i < ROUNDS / 10; i++) {
    CHECK(entered_behind(1) == 0);
    now = entered_behind(0);
    CHECK(now > last);
    twice(&now, &second);
    CHECK(now > last && second > now);
    last = second;
    digest = digest * 31 + second;
  }
  step("where a branch leads behind it, and side by side");
  for (int i = 0; i < ROUNDS; i++) {
    digest = digest * 31 + kept((uint64_t)i * 0x123456789abcdef);
  }
  step("registers, flags and the red zone stay");
  uint64_t (*made)(void) = generated();
  last = stamp();
  for (int i = 0; i < ROUNDS / 10; i++) {
    now = made();
    CHECK(now > last);
    last = now;
  }
  step("in code that the program made");
  pid_t child = SYS(fork());
  if (child == 0) {
    for (int i = 0; i < ROUNDS / 4; i++) {
      now = stamp();
      CHECK(now > last);
      last = now;
    }
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("in a child");
  pthread_t threads[3];
  last_of_all = stamp();
  for (size_t i = 0; i < COUNT(threads); i++) {
    CHECK(pthread_create(&threads[i], NULL, in_order, NULL) == 0);
  }
  for (size_t i = 0; i < COUNT(threads); i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  step("across threads");
  struct itimerval never = {{0, 0}, {0, 0}};
  SYS(setitimer(ITIMER_REAL, &never, NULL));
  show("digest %lu, signals %d", (unsigned long)digest, signals);
  return success();
}
