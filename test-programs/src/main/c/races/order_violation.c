// A thread uses what its creator sets up after the creation, hoping that it comes later.
// links: -pthread
#include "race.h"

struct service {
  const char *volatile name;
  atomic_int requests;
};

static struct service service;

static void *serve(void *argument UNUSED) {
  /* Reading its settings takes so much longer than the creator's next statement... */
  work(LONG_WORK);
  if (service.name == NULL) {
    bug("the service was used before it was set up");
  }
  atomic_fetch_add(&service.requests, (int)strlen(service.name));
  return NULL;
}

int main(void) {
  pthread_t thread = start(serve, NULL);
  note("started");
  service.name = "service";
  join(thread);
  step("served %d", service.requests);
  return success();
}
