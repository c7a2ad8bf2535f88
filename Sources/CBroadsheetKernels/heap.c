#include "CBroadsheetKernels.h"

#if defined(__linux__)
#include <malloc.h>
#endif

int broadsheet_trim_heap(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
    return 1;
#else
    return 0;
#endif
}
