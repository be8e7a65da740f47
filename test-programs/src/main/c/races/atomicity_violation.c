// An account is checked and then drawn from, not in one step; each alone holds the lock.
// links: -pthread
#include "race.h"

/*
 * The two draws come at different times: the second thread first works for much longer than the
 * check and the draw of the first take.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long balance = 100, drawn;

static long read_balance(void) {
  pthread_mutex_lock(&lock);
  long now = balance;
  pthread_mutex_unlock(&lock);
  return now;
}

static void draw(long amount) {
  pthread_mutex_lock(&lock);
  balance -= amount;
  drawn += amount;
  pthread_mutex_unlock(&lock);
}

static void *customer(void *argument) {
  work((long)argument);
  if (read_balance() >= 80) {
    note("80 drawn");
    draw(80);
  }
  return NULL;
}

int main(void) {
  pthread_t early = start(customer, (void *)0), late = start(customer, (void *)LONG_WORK);
  join(early);
  join(late);
  if (balance < 0) {
    bug("more was drawn than was there");
  }
  step("drawn %ld, left %ld", drawn, balance);
  return success();
}
