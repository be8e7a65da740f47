/*
 * The jrr page, mapped read-and-execute at JRR_PAGE_CODE in every tracee.
 *
 * untraced: the supervisor's remote calls (dev.jrr.tracee.RemoteCalls) set every register, resume
 * here and take the trap. The seccomp filter lets a call pass only from here, so they cost one stop.
 */
    .text
    .globl _start
_start:
untraced:
    syscall
    int3
