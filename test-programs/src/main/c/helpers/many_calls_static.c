// The same without a loader or shared libraries.
// cflags: -static
// links: -pthread
#include "many_calls.c"
