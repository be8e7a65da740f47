/*
 * Threads in the ways that bench/run measures.
 *
 *   threads create N         creates and joins N threads, one after the other
 *   threads alive N ROUNDS   has N threads at once, which all wait for each other; ROUNDS times
 *   threads hand N           two threads hand a turn over N times, by a mutex and conditions
 *   threads compute N ROUNDS N threads compute ROUNDS steps each, with no call among them
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT 1024

static pthread_t threads[LIMIT];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned[2] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
static pthread_barrier_t barrier;
static long turn, count;
static uint64_t results[LIMIT];

static void start(long index, void *(*body)(void *)) {
  if (pthread_create(&threads[index], NULL, body, (void *)index) != 0) {
    perror("pthread_create");
    exit(1);
  }
}

static void join(long threads_to_join) {
  for (long i = 0; i < threads_to_join; i++) {
    pthread_join(threads[i], NULL);
  }
}

static void *add_one(void *index) {
  (void)index;
  count++;
  return NULL;
}

static void *wait_for_all(void *index) {
  pthread_barrier_wait(&barrier);
  return index;
}

static void *take_turns(void *index) {
  long me = (long)index;
  pthread_mutex_lock(&lock);
  while (turn < count) {
    if (turn % 2 == me) {
      turn++;
      pthread_cond_signal(&turned[1 - me]);
    } else {
      pthread_cond_wait(&turned[me], &lock);
    }
  }
  pthread_cond_signal(&turned[1 - me]);
  pthread_mutex_unlock(&lock);
  return NULL;
}

static void *compute(void *index) {
  uint64_t x = 88172645463325252u + (uint64_t)(long)index;
  for (long round = 0; round < count; round++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  results[(long)index] = x;
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    return 64;
  }
  const char *what = argv[1];
  long n = atol(argv[2]), rounds = argc > 3 ? atol(argv[3]) : 0;
  if (n < 1 || (n > LIMIT && strcmp(what, "create") != 0 && strcmp(what, "hand") != 0)) {
    return 64;
  }
  if (strcmp(what, "create") == 0) {
    for (long i = 0; i < n; i++) {
      start(0, add_one);
      join(1);
    }
    return count == n ? 0 : 1;
  }
  if (strcmp(what, "alive") == 0) {
    pthread_barrier_init(&barrier, NULL, (unsigned)n);
    for (long round = 0; round < rounds; round++) {
      for (long i = 0; i < n; i++) {
        start(i, wait_for_all);
      }
      join(n);
    }
    return 0;
  }
  if (strcmp(what, "hand") == 0) {
    count = n;
    start(0, take_turns);
    start(1, take_turns);
    join(2);
    return turn == n ? 0 : 1;
  }
  if (strcmp(what, "compute") == 0) {
    count = rounds;
    for (long i = 1; i < n; i++) {
      start(i, compute);
    }
    compute((void *)0);
    for (long i = 1; i < n; i++) {
      pthread_join(threads[i], NULL);
    }
    printf("%016llx\n", (unsigned long long)results[0]);
    return 0;
  }
  return 64;
}
