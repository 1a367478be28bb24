#pragma once
#include <pcap/pcap.h>

#ifdef __GLIBC__
#include <nss.h>

// Names in filters are looked up by libpcap; with this they are found in files of this machine, and
// nothing is asked on the network.
static inline void ipclust_look_up_in_files_only(void) {
  __nss_configure_lookup("hosts", "files");
  __nss_configure_lookup("networks", "files");
}
#else
static inline void ipclust_look_up_in_files_only(void) {}
#endif
