#pragma once
#include <pcap/pcap.h>
#include <stdio.h>

// glibc's <stdio.h> shows fopencookie(3) only under _GNU_SOURCE, which a module map cannot define.
#ifdef __GLIBC__
#include <bits/types/cookie_io_functions_t.h>
FILE *fopencookie(void *cookie, const char *modes, cookie_io_functions_t functions);
#endif
