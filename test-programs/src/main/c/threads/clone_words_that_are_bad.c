// A task's end clears no word that cannot be stored to, marks no such lock, and does so where it can.
#include "threads.h"

static char stack[65536];
static struct robust_list_head head;
static struct {
  struct robust_list list;
  atomic_uint *unused;
} entry;

static int end(void *argument UNUSED) {
  return 3;
}

static void clone_with(void *word) {
  int flags = CLONE_VM | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
  EXPECT_EXIT(SYS(clone(end, stack + sizeof stack, flags, NULL, NULL, NULL, word)), 3);
}

static void *dies_with(void *lock) {
  head.list.next = &entry.list;
  entry.list.next = &head.list;
  head.futex_offset = (char *)lock - (char *)&entry.list;
  int *word = lock;
  SYS(mprotect(lock, PAGE, PROT_READ | PROT_WRITE));
  *word = own_tid();
  SYS(mprotect(lock, PAGE, PROT_READ));
  SYS(syscall(SYS_set_robust_list, &head, sizeof head));
  return (void *)(long)own_tid();
}

int main(void) {
  int *page = new_pages(3);
  page[0] = 99;
  clone_with(page);
  CHECK(page[0] == 0);
  step("cleared");
  page[0] = 99;
  SYS(mprotect(page, PAGE, PROT_READ));
  clone_with(page);
  CHECK(page[0] == 99);
  step("not in memory that is only read");
  char *end_of_page = (char *)page + 2 * PAGE - 2;
  memcpy(end_of_page, "qq", 2);
  char *after = (char *)page + 2 * PAGE;
  SYS(mprotect(after, PAGE, PROT_NONE));
  clone_with(end_of_page);
  CHECK(memcmp(end_of_page, "qq", 2) == 0);
  step("not in part");
  SYS(munmap(after, PAGE));
  clone_with(after);
  step("not where nothing is");
  long owner = (long)join(start(dies_with, page));
  CHECK(page[0] == owner);
  step("a lock that is only read has its owner still");
  return success();
}
