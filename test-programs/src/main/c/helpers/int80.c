// A 64-bit program that makes a call by the table of 32-bit programs: exit, which is number 1.
int main(void) {
  int number = 1;
  __asm__ volatile("int $0x80" : "+a"(number) : "b"(0) : "memory");
  return number;
}
