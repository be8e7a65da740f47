# cflags: -nostdlib -static
# The program with no C library that exec_static executes.
        .globl  _start
        .text
_start:
        mov     $1, %eax                # write
        mov     $1, %edi
        lea     text(%rip), %rsi
        mov     $text_end - text, %edx
        syscall
        mov     $231, %eax              # exit_group
        mov     $22, %edi
        syscall
        hlt
        .section .rodata
text:   .ascii  "bare program\n"
text_end:
        .section .note.GNU-stack,"",@progbits
