// A peer of `ipclust extract`: what a careful C program needs for nearly the same table.
//
// Prints the header fields of TCP and UDP in IPv4 in Ethernet, VLAN-tagged or not, in the columns of
// extract; other columns stay empty. Numbers are formatted by hand and written in large blocks.

#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char buffer[1 << 17];
static size_t used;

static void character(char c) { buffer[used++] = c; }

static void number(uint32_t value) {
  char digits[10];
  int count = 0;
  do digits[count++] = '0' + value % 10;
  while (value /= 10);
  while (count) buffer[used++] = digits[--count];
}

static void padded(uint32_t value, int count) {
  for (int i = count - 1; i >= 0; i--, value /= 10) buffer[used + i] = '0' + value % 10;
  used += count;
}

static void hardware(const u_char *bytes) {
  static const char hex[] = "0123456789abcdef";
  for (int i = 0; i < 6; i++) {
    if (i) character(':');
    character(hex[bytes[i] >> 4]);
    character(hex[bytes[i] & 15]);
  }
}

static void address(const u_char *bytes) {
  for (int i = 0; i < 4; i++) {
    if (i) character('.');
    number(bytes[i]);
  }
}

static uint32_t two(const u_char *bytes) { return bytes[0] << 8 | bytes[1]; }

static void commas(int count) {
  while (count--) character(',');
}

int main(int argc, char **argv) {
  char message[PCAP_ERRBUF_SIZE];
  pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], message) : NULL;
  if (!capture) return 1;
  struct pcap_pkthdr *header;
  const u_char *frame;
  for (uint32_t id = 0; pcap_next_ex(capture, &header, &frame) == 1; id++) {
    if (used > sizeof buffer - 4096) {
      fwrite(buffer, 1, used, stdout);
      used = 0;
    }
    uint32_t type = 12, size = header->caplen;
    number(header->ts.tv_sec), character('.'), padded(header->ts.tv_usec, 6), character(',');
    number(id), character(','), number(header->len), character(',');
    if (size < 14) {
      character('\n');
      continue;
    }
    hardware(frame + 6), character(','), hardware(frame), character(',');
    number(two(frame + 12)), character(',');
    if (two(frame + type) == 0x8100 && size >= 18) number(two(frame + 14) & 0xfff), type += 4;
    character(',');
    const u_char *ip = frame + type + 2;
    uint32_t left = size - type - 2, ip_size = left ? (ip[0] & 15) * 4 : 0;
    if (two(frame + type) != 0x0800 || left < 20 || left < ip_size + 20) {
      character('\n');
      continue;
    }
    address(ip + 12), character(','), address(ip + 16), character(',');
    number(ip[9]), character(','), number(two(ip + 2)), character(','), number(ip[8]);
    character(',');
    const u_char *next = ip + ip_size;
    if (ip[9] == 6) {
      number(two(next)), character(','), number(two(next + 2)), character(',');
      number(two(next + 14)), commas(4);
    } else if (ip[9] == 17) {
      commas(3), number(two(next)), character(','), number(two(next + 2)), character(',');
      number(two(next + 4)), commas(1);
    } else {
      commas(6);
    }
    commas(20), number(4), character(','), number(ip[9] == 6 ? next[13] : 0);
    memcpy(buffer + used, ",EN10MB,", 8), used += 8;
    number(size), commas(2), character('\n');
  }
  fwrite(buffer, 1, used, stdout);
  return 0;
}
