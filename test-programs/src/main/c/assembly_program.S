# cflags: -nostdlib -static
# A program with no C library: syscalls keep every register but rax, rcx and r11, and the stack
# holds argc, arguments, environment and the auxiliary vector.
        .globl  _start
        .text
_start:
        mov     (%rsp), %rax            # argc
        cmp     $1, %rax
        jne     fail
        lea     8(%rsp,%rax,8), %rbx    # the NULL behind the arguments
        cmpq    $0, (%rbx)
        jne     fail
1:      add     $8, %rbx                # over the environment
        cmpq    $0, (%rbx)
        jne     1b
        add     $8, %rbx
2:      cmpq    $6, (%rbx)              # AT_PAGESZ
        je      3f
        cmpq    $0, (%rbx)              # AT_NULL: not found
        je      fail
        add     $16, %rbx
        jmp     2b
3:      cmpq    $4096, 8(%rbx)
        jne     fail

        mov     $0x1111111111111111, %rbx
        mov     $0x2222222222222222, %rbp
        mov     $0x3333333333333333, %rdi
        mov     $0x4444444444444444, %rsi
        mov     $0x5555555555555555, %rdx
        mov     $0x6666666666666666, %r8
        mov     $0x7777777777777777, %r9
        mov     $0x8888888888888888, %r10
        mov     $0x9999999999999999, %r12
        mov     $0xaaaaaaaaaaaaaaaa, %r13
        mov     $0xbbbbbbbbbbbbbbbb, %r14
        mov     $0xcccccccccccccccc, %r15
        movq    %rsi, %xmm7
        movq    $0x12345678, -8(%rsp)   # the red zone
        mov     $39, %eax               # getpid
        syscall
        test    %rax, %rax
        jle     fail
        mov     $0x1111111111111111, %rax
        cmp     %rax, %rbx
        jne     fail
        mov     $0x2222222222222222, %rax
        cmp     %rax, %rbp
        jne     fail
        mov     $0x3333333333333333, %rax
        cmp     %rax, %rdi
        jne     fail
        mov     $0x4444444444444444, %rax
        cmp     %rax, %rsi
        jne     fail
        movq    %xmm7, %rcx
        cmp     %rax, %rcx
        jne     fail
        mov     $0x5555555555555555, %rax
        cmp     %rax, %rdx
        jne     fail
        mov     $0x6666666666666666, %rax
        cmp     %rax, %r8
        jne     fail
        mov     $0x7777777777777777, %rax
        cmp     %rax, %r9
        jne     fail
        mov     $0x8888888888888888, %rax
        cmp     %rax, %r10
        jne     fail
        mov     $0x9999999999999999, %rax
        cmp     %rax, %r12
        jne     fail
        mov     $0xaaaaaaaaaaaaaaaa, %rax
        cmp     %rax, %r13
        jne     fail
        mov     $0xbbbbbbbbbbbbbbbb, %rax
        cmp     %rax, %r14
        jne     fail
        mov     $0xcccccccccccccccc, %rax
        cmp     %rax, %r15
        jne     fail
        cmpq    $0x12345678, -8(%rsp)
        jne     fail

        mov     $1, %eax                # write
        mov     $1, %edi
        lea     good(%rip), %rsi
        mov     $good_end - good, %edx
        syscall
        mov     $231, %eax              # exit_group
        xor     %edi, %edi
        syscall
fail:   ud2
        .section .rodata
good:   .ascii  "registers, red zone and initial stack are right\nEXIT-SUCCESS\n"
good_end:
        .section .note.GNU-stack,"",@progbits
