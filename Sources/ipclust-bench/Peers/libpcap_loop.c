// The peer of the capture benchmark: what a careful C program does with libpcap.
//
// Counts the distinct IPv4 source and destination addresses of Ethernet frames, VLAN-tagged or not.

#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint32_t *slots;  // 0 is empty; address 0.0.0.0 is kept apart
  uint32_t mask, count, has_zero;
} set_t;

static void add(set_t *set, uint32_t address);

static void grow(set_t *set) {
  set_t larger = {calloc((set->mask + 1) * 2, 4), set->mask * 2 + 1, 0, set->has_zero};
  if (!larger.slots) exit(1);
  for (uint32_t i = 0; i <= set->mask; i++)
    if (set->slots[i]) add(&larger, set->slots[i]);
  larger.count += set->has_zero;
  free(set->slots);
  *set = larger;
}

static void add(set_t *set, uint32_t address) {
  if (!address) {
    set->count += !set->has_zero;
    set->has_zero = 1;
    return;
  }
  uint32_t i = address * 2654435769u;  // Knuth's multiplicative hash, whose high bits are good
  i = (i ^ i >> 16) & set->mask;
  while (set->slots[i] && set->slots[i] != address) i = (i + 1) & set->mask;
  if (set->slots[i]) return;
  set->slots[i] = address;
  if (++set->count * 2 > set->mask) grow(set);
}

int main(int argc, char **argv) {
  char message[PCAP_ERRBUF_SIZE];
  pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], message) : NULL;
  if (!capture) return 1;
  set_t sources = {calloc(1024, 4), 1023, 0, 0}, destinations = {calloc(1024, 4), 1023, 0, 0};
  struct pcap_pkthdr *header;
  const u_char *frame;
  while (pcap_next_ex(capture, &header, &frame) == 1) {
    uint32_t type = 12;
    while (type + 22 <= header->caplen && frame[type] == 0x81 && frame[type + 1] == 0x00) type += 4;
    if (type + 22 > header->caplen || frame[type] != 0x08 || frame[type + 1] != 0x00) continue;
    uint32_t addresses[2];
    memcpy(addresses, frame + type + 14, 8);
    add(&sources, addresses[0]);
    add(&destinations, addresses[1]);
  }
  printf("%u + %u\n", sources.count, destinations.count);
  return 0;
}
