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

// A capture file of this link type without frames, to compile filters for; NULL without memory.
//
// Not pcap_open_dead: only for a file does libpcap accept what every system wrote, such as the
// numbers of IPv6 in the headers of BSD's loopback.
static inline pcap_t *ipclust_open_empty_capture(int link_type, int snapshot_byte_count) {
  struct pcap_file_header header = {0xa1b2c3d4, 2, 4, 0, 0, 0, 0};
  char message[PCAP_ERRBUF_SIZE];
  header.snaplen = (bpf_u_int32)snapshot_byte_count;
  header.linktype = (bpf_u_int32)link_type;
  FILE *file = fmemopen(NULL, sizeof header, "w+");
  if (file == NULL) return NULL;
  if (fwrite(&header, sizeof header, 1, file) == 1 && fseek(file, 0, SEEK_SET) == 0) {
    pcap_t *handle = pcap_fopen_offline(file, message);
    if (handle != NULL) return handle;
  }
  fclose(file);
  return NULL;
}
