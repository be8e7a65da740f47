/*
 * The launcher: the first code of a session. Freestanding and static, so that it starts in a
 * fraction of a millisecond and nothing of a libc runs under the seccomp filter.
 *
 *   launch record FD CPU KEEP PROGRAM ARG...   becomes PROGRAM, to be recorded
 *   launch watch FD CPU KEEP PROGRAM ARG...    the same without a filter
 *   launch replay FD CPU KEEP                  stops with int3, to be made into any process
 *   launch mind FD CPU KEEP                    traces what outlives a recording, for its filter
 *
 * FD is a stream socket to the supervisor. The launcher sends the CPU's identity (struct hello),
 * waits for one byte (it has then been seized), and goes on. KEEP lists the descriptors, separated
 * by commas, that PROGRAM inherits; every other one is closed. When PROGRAM cannot be executed the
 * launcher sends the errno as 4 bytes; a close with nothing sent is success.
 */
#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

#include "jrr_layout.h"

#define EACCES 13
#define EINTR 4
#define EPERM 1
#define ADDR_NO_RANDOMIZE 0x0040000 /* linux/personality.h */
#define CPUID_WORDS 160
#define SIGNALS 64

/** What the supervisor reads first: cpuid leaves as (leaf, subleaf, eax, ebx, ecx, edx), and XCR0. */
struct hello {
    uint32_t magic; /* "jrr1" */
    uint32_t leaves;
    uint64_t xcr0;
    uint32_t words[CPUID_WORDS];
};

static long call(long number, long a, long b, long c, long d, long e, long f) {
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

void *memset(void *at, int value, size_t count) {
    unsigned char *byte = at;
    while (count--) *byte++ = (unsigned char)value;
    return at;
}

static long parse(const char **text) {
    long value = 0;
    while (**text >= '0' && **text <= '9') value = value * 10 + (*(*text)++ - '0');
    return value;
}

static void cpuid(struct hello *hello, uint32_t leaf, uint32_t subleaf) {
    uint32_t *words = hello->words + hello->leaves * 6;
    if ((hello->leaves + 1) * 6 > CPUID_WORDS) return;
    words[0] = leaf;
    words[1] = subleaf;
    __asm__ volatile("cpuid"
                     : "=a"(words[2]), "=b"(words[3]), "=c"(words[4]), "=d"(words[5])
                     : "a"(leaf), "c"(subleaf));
    if (leaf == 1) words[3] &= 0x00ffffff; /* the APIC id differs between CPUs of one machine */
    hello->leaves++;
}

/** Leaf 0xd's subleaves give the offsets of the vector components in an XSAVE area. */
static void identify(struct hello *hello) {
    static const uint32_t leaves[][2] = {
        {0, 0},    {1, 0},          {7, 0},          {7, 1},   {0xd, 0},  {0xd, 1},       {0xd, 2},
        {0xd, 5},  {0xd, 6},        {0xd, 7},        {0xd, 9}, {0xd, 17}, {0xd, 18},      {0x19, 0},
        {0x24, 0}, {0x80000001, 0}, {0x80000008, 0},
    };
    hello->magic = 0x3172726a;
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) cpuid(hello, leaves[i][0], leaves[i][1]);
    if (hello->words[6 + 4] & (1u << 27)) { /* leaf 1, ecx: OSXSAVE */
        uint32_t low, high;
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        hello->xcr0 = (uint64_t)high << 32 | low;
    }
}

/** The JVM leaves SIGQUIT blocked and 32 and 33 ignored; programs start with neither. */
static void reset_signals(void) {
    uint64_t none = 0;
    struct { long handler, flags, restorer; uint64_t mask; } action = {0, 0, 0, 0};
    call(__NR_rt_sigprocmask, 2 /* SIG_SETMASK */, (long)&none, 0, 8, 0, 0);
    call(__NR_rt_sigaction, 32, (long)&action, 0, 8, 0, 0);
    call(__NR_rt_sigaction, 33, (long)&action, 0, 8, 0, 0);
}

/** Closes what the JVM had open. {@code keep} is ascending. */
static void close_others(const char *keep, long socket) {
    long next = 0;
    while (*keep) {
        long fd = parse(&keep);
        if (*keep == ',') keep++;
        if (fd == socket) continue;
        if (next < socket && socket < fd) {
            if (next < socket) call(__NR_close_range, next, socket - 1, 0, 0, 0, 0);
            next = socket + 1;
        }
        if (next < fd) call(__NR_close_range, next, fd - 1, 0, 0, 0, 0);
        next = fd + 1;
    }
    if (next <= socket) {
        if (next < socket) call(__NR_close_range, next, socket - 1, 0, 0, 0, 0);
        next = socket + 1;
    }
    call(__NR_close_range, next, 0xffffffffL, 0, 0, 0, 0);
}

/**
 * Every call of this task and its descendants is traced, but for those from the jrr page. One by the
 * table of 32-bit programs, with other numbers, raises SIGSYS, by which the recorder knows it.
 * Without CAP_SYS_ADMIN the kernel wants no-new-privs first. SPEC_ALLOW: before Linux 5.16 a filter
 * would else take speculation away from its tasks, which then compute slower than natively.
 */
static long install_filter(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, JRR_UNTRACED_RETURN & 0xffffffff, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    long flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    long result = call(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, (long)&program, 0, 0, 0);
    if (result == -EACCES) {
        call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
        result = call(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, (long)&program, 0, 0, 0);
    }
    return result;
}

/** A task that the supervisor lets go: it sleeps in the jrr page with all signals blocked. */
struct handed {
    int64_t tid; /* 0 after the last */
    uint64_t mask;
    uint64_t registers[27]; /* struct user_regs_struct */
};

#define WALL 0x40000000
#define PTRACE(request, tid, address, data) call(__NR_ptrace, request, tid, address, (long)(data), 0, 0)
#define EVENT_STOP 128

/** From EXITKILL on: no call of these tasks works without a tracer. */
static const long mind_options = 0x100000 | 0x80 | 2 | 4 | 8 | 0x10;

/** Lets a task that stopped go on as if nobody traced it. */
static void go_on(long tid, int status) {
    long signal = status >> 8 & 0xff;
    long event = status >> 16;
    if ((status & 0xff) != 0x7f) return; /* it is gone */
    if (event == EVENT_STOP && signal != 5) {
        PTRACE(0x4208 /* LISTEN */, tid, 0, 0);
    } else {
        PTRACE(7 /* CONT */, tid, 0, event ? 0 : signal);
    }
}

/** Takes over one task; 0 if it cannot be traced. */
static int take(const struct handed *task) {
    int status = 0;
    if (PTRACE(0x4206 /* SEIZE */, task->tid, 0, mind_options) < 0) return 0;
    PTRACE(0x4207 /* INTERRUPT */, task->tid, 0, 0);
    if (call(__NR_wait4, task->tid, (long)&status, WALL, 0, 0, 0) != task->tid) return 1;
    if ((status & 0xff) == 0x7f) {
        PTRACE(13 /* SETREGS */, task->tid, 0, task->registers);
        PTRACE(0x420b /* SETSIGMASK */, task->tid, 8, &task->mask);
    }
    go_on(task->tid, status);
    return 1;
}

static int read_whole(long fd, void *to, long length) {
    for (long done = 0; done < length;) {
        long got = call(__NR_read, fd, (long)to + done, length - done, 0, 0, 0);
        if (got == 0 || (got < 0 && got != -EINTR)) return 0;
        if (got > 0) done += got;
    }
    return 1;
}

/**
 * The seccomp filter of recorded tasks wants a tracer for every call. When the recording ends this
 * process is that tracer for those that are left: it does nothing but let them go on.
 */
static void mind(long socket) {
    static struct handed task;
    int32_t refused = 0;
    int status = 0;
    long tid;
    call(__NR_setsid, 0, 0, 0, 0, 0, 0);
    call(__NR_chdir, (long)"/", 0, 0, 0, 0, 0);
    close_others("", socket);
    while (read_whole(socket, &task, sizeof task) && task.tid) refused += !take(&task);
    call(__NR_write, socket, (long)&refused, sizeof refused, 0, 0, 0);
    call(__NR_close, socket, 0, 0, 0, 0, 0);
    while ((tid = call(__NR_wait4, -1, (long)&status, WALL, 0, 0, 0)) > 0 || tid == -EINTR)
        if (tid > 0) go_on(tid, status);
    call(__NR_exit_group, 0, 0, 0, 0, 0, 0);
}

static void fail(long socket, long error) {
    int32_t number = (int32_t)-error;
    call(__NR_write, socket, (long)&number, sizeof number, 0, 0, 0);
    call(__NR_exit_group, 127, 0, 0, 0, 0, 0);
}

__attribute__((used)) static void start(long *stack) {
    long count = stack[0];
    char **arguments = (char **)(stack + 1);
    char **environment = arguments + count + 1;
    if (count < 5) call(__NR_exit_group, 64, 0, 0, 0, 0, 0);
    int replay = arguments[1][2] == 'p';
    int filter = arguments[1][0] == 'r';
    const char *text = arguments[2];
    long socket = parse(&text);
    text = arguments[3];
    long cpu = parse(&text);
    static struct hello hello;
    char go;
    long got;

    reset_signals();
    if (arguments[1][0] == 'm') mind(socket);
    if (cpu < 1024) {
        uint64_t mask[16] = {0};
        mask[cpu / 64] = 1ul << (cpu % 64);
        call(__NR_sched_setaffinity, 0, sizeof mask, (long)mask, 0, 0, 0);
    }
    identify(&hello);
    call(__NR_write, socket, (long)&hello, sizeof hello, 0, 0, 0);
    do got = call(__NR_read, socket, (long)&go, 1, 0, 0, 0);
    while (got == -EINTR);
    if (got != 1) call(__NR_exit_group, 127, 0, 0, 0, 0, 0);

    got = call(__NR_prctl, PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0, 0);
    if (got < 0) fail(socket, got);
    close_others(arguments[4], socket);
    if (replay) {
        call(__NR_close, socket, 0, 0, 0, 0, 0);
        for (;;) __asm__ volatile("int3");
    }
    /* A container's seccomp profile may refuse this: the layout then differs from run to run. */
    call(__NR_personality, ADDR_NO_RANDOMIZE, 0, 0, 0, 0, 0);
    call(__NR_fcntl, socket, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */, 0, 0, 0);
    got = filter ? install_filter() : 0;
    if (got < 0) fail(socket, got);
    got = call(__NR_execve, (long)arguments[5], (long)(arguments + 6), (long)environment, 0, 0, 0);
    fail(socket, got);
}

__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call start\n");
