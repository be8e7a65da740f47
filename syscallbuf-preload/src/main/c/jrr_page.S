/*
 * The jrr page, mapped read-and-execute at JRR_PAGE_CODE in every tracee; hook.c follows. The
 * addresses of its entries are in layout.def.
 */
#include "jrr_layout.h"

/* struct regs of hook.c, pushed by hook_entry: always at the same place, the stack starts empty. */
#define FRAME_SIZE 72
#define FRAME (JRR_HOOK_STACK_END - FRAME_SIZE)
/* From the return address of a stub's call to behind its syscall: mov rsp,[abs32] and syscall. */
#define TO_TAIL 10
/* getpid: no filter from outside refuses it, so that jrr's own has its say. */
#define STOP_NUMBER 39
#define OPEN_NUMBER 2

/* The call's number and arguments, as hook_entry pushed them. */
    .macro pop_call
    pop %r9
    pop %r8
    pop %r10
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rax
    .endm

    .macro at address
    .org \address - 0x70000000, 0xcc
    .endm

    .text
    .globl _start
_start:
/* The supervisor's remote calls (dev.jrr.tracee.RemoteCalls) start here, and hook.c's own. */
    syscall
    ret
listed:
    syscall
    jmp 1f
    at 0x70000008
    .quad hook_entry

/* Whole program state but for rip, rax and rcx: the supervisor takes these from HOOK_TAIL and
 * HOOK_RESULT. A call, not a trap: a forced SIGTRAP would reset what the program does with it. */
    at 0x70000010
    syscall
    ud2
    at 0x70000020
    syscall
    ud2
    at 0x70000030
    mov JRR_HOOK_SAVED, %rbx
    mov JRR_HOOK_SAVED + 8, %rbp
    jmp restore

    at 0x70000048
    .quad time_entry
    at 0x70000050
    syscall
    ud2

/* The supervisor's calls at replay, as many as it has, and one stop: nothing filters them there. */
    at 0x70000058
    jmp make_calls
    at 0x70000060
1:  jmp made
    at 0x70000068
    int3

/* However the program ends, the supervisor finds what the call answered: here or in the word. */
    at 0x70000070
    .globl telling
telling:
    call _start
    mov %rax, JRR_HOOK_ANSWER
    ret

    at 0x70000080
hook_entry:
    pushfq
    push %rax
    push %rdi
    push %rsi
    push %rdx
    push %r10
    push %r8
    push %r9
    mov %rsp, %rdi
    mov %rbx, JRR_HOOK_SAVED
    mov %rbp, JRR_HOOK_SAVED + 8
    mov %r12, JRR_HOOK_SAVED + 16
    mov %r13, JRR_HOOK_SAVED + 24
    mov %r14, JRR_HOOK_SAVED + 32
    mov %r15, JRR_HOOK_SAVED + 40
    cld
    sub $8, %rsp
    call hook
    add $8, %rsp
    cmp $1, %eax
    jb bail
    mov %eax, %ecx
    mov FRAME_SIZE - 16(%rsp), %r11
    pop_call
    jne 1f
    /* Done. As after a call: r11 is the flags, rcx where it goes on, which the stub mends. */
    mov 8(%rsp), %rcx
    add $TO_TAIL, %rcx
    popfq
    mov JRR_HOOK_PROGRAM_RSP, %rsp
    jmp *%rcx
1:  mov %rax, JRR_HOOK_RESULT
    cmp $3, %ecx
    mov 8(%rsp), %rcx
    lea TO_TAIL(%rcx), %rcx
    mov %rcx, JRR_HOOK_TAIL
    mov $STOP_NUMBER, %eax
    je 2f
    popfq
    mov JRR_HOOK_PROGRAM_RSP, %rsp
    jmp _start + JRR_HOOK_STOP - JRR_PAGE_CODE
2:  popfq
    mov JRR_HOOK_PROGRAM_RSP, %rsp
    jmp _start + JRR_HOOK_DIVERGED - JRR_PAGE_CODE

/* From the midst of hook.c, whose frames are given up. */
restore:
    mov JRR_HOOK_SAVED + 16, %r12
    mov JRR_HOOK_SAVED + 24, %r13
    mov JRR_HOOK_SAVED + 32, %r14
    mov JRR_HOOK_SAVED + 40, %r15
    mov $FRAME, %rsp

/* Nothing was done: everything is as at the site, and the stub's own syscall makes the call. */
bail:
    pop_call
    popfq
    ret

/* The same for rdtsc and rdtscp: rcx and r11 are the program's, too. The tail is in HOOK_TAIL. */
time_entry:
    push %rcx
    push %r11
    pushfq
    push %rax
    push %rdi
    push %rsi
    push %rdx
    push %r10
    push %r8
    push %r9
    mov %rsp, %rdi
    cld
    sub $8, %rsp
    call hook_time
    add $8, %rsp
    mov %eax, %ecx
    cmp $1, %eax
    pop_call
    jb 4f
    jne 3f
    popfq
    pop %r11
    pop %rcx
    mov JRR_HOOK_PROGRAM_RSP, %rsp
    jmp *JRR_HOOK_TAIL
3:  mov %rax, JRR_HOOK_RESULT
    mov $STOP_NUMBER, %eax
    cmp $3, %ecx
    je 2b
    popfq
    mov JRR_HOOK_PROGRAM_RSP, %rsp
    jmp _start + JRR_TIME_STOP - JRR_PAGE_CODE
4:  popfq
    pop %r11
    pop %rcx
    ret

/* An element of the list is the number, over which the result is put, and six arguments. */
make_calls:
    mov (%rbx), %rax
    cmp $JRR_LIST_END, %rax
    je _start + JRR_CALLS_MADE - JRR_PAGE_CODE
    mov 8(%rbx), %rdi
    mov 16(%rbx), %rsi
    mov 24(%rbx), %rdx
    mov 32(%rbx), %r10
    mov 40(%rbx), %r8
    mov 48(%rbx), %r9
    cmp $JRR_LIST_FILE, %rdi
    cmove %r12, %rdi
    cmp $JRR_LIST_FILE, %r8
    cmove %r12, %r8
    jmp listed
made:
    cmpl $OPEN_NUMBER, (%rbx)
    cmove %rax, %r12
    mov %rax, (%rbx)
    add $56, %rbx
    jmp make_calls

    .section .note.GNU-stack,"",@progbits
