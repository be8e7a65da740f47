# Counts to ten in `counter`, one call of `bump` for each, then ends. Only instructions that the
# tests' tiny machine knows.
        .globl  _start, loop, done, bump, store, counter
        .text
        .type   _start, @function
_start:
        mov     $0, %rax
loop:
        call    bump
        cmp     $10, %rax
        jne     loop
done:
        syscall
        .size   _start, . - _start

        .type   bump, @function
bump:
        push    %rbp
        mov     %rsp, %rbp
        inc     %rax
store:
        mov     %rax, counter(%rip)
        pop     %rbp
        ret
        .size   bump, . - bump

        .type   spin, @function
spin:
        nop
        jmp     spin
        .size   spin, . - spin

        .data
        .type   counter, @object
        .size   counter, 8
counter:
        .quad   0
