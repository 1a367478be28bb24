#include "LibpcapJudge.h"

#include <pcap/pcap.h>

libpcap_judge *libpcap_judge_open(const char *path) {
  char message[PCAP_ERRBUF_SIZE];
  return (libpcap_judge *)pcap_open_offline_with_tstamp_precision(
      path, PCAP_TSTAMP_PRECISION_NANO, message);
}

int libpcap_judge_link_type(libpcap_judge *judge) { return pcap_datalink((pcap_t *)judge); }

int libpcap_judge_next(libpcap_judge *judge, libpcap_judge_frame *frame) {
  struct pcap_pkthdr *header;
  int code = pcap_next_ex((pcap_t *)judge, &header, &frame->bytes);
  if (code != 1) return code == PCAP_ERROR_BREAK ? 0 : -1;
  frame->captured_byte_count = header->caplen;
  frame->original_byte_count = header->len;
  frame->seconds = header->ts.tv_sec;
  frame->nanoseconds = header->ts.tv_usec;
  return 1;
}

void libpcap_judge_close(libpcap_judge *judge) { pcap_close((pcap_t *)judge); }
