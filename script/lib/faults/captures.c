/* Makes captures for script/faults; the same arguments, the same bytes.
 *
 *   captures days DIRECTORY FIRST END   days FIRST to END - 1 of a small office, four files a day;
 *                                       203.0.77.5 turns up on day 8 and 9, 172.31.3.3 as a server
 *                                       and 91.188.9.9 on day 9
 *   captures many DIRECTORY COUNT       files, in turn empty, of a header alone, and of one packet,
 *                                       each another
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { daySeconds = 86400, partCount = 4, packetCount = 400, secondsBetween = 50 };
/* Midnight of a day in 2026. */
static const uint32_t start = 1795910400u;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* splitmix64 of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). */
static uint64_t randomState;
static uint32_t randomBelow(uint32_t limit) {
  uint64_t value = (randomState += 0x9e3779b97f4a7c15u);
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return (uint32_t)((value ^ (value >> 31)) % limit);
}

static uint32_t address(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24 | b << 16 | c << 8 | d;
}

static void putLittle(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
}

static void putBig(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * (3 - i));
}

static FILE *begin(const char *path) {
  FILE *file = fopen(path, "wb");
  if (!file) fail(path);
  return file;
}

/* pcap in microseconds, Ethernet. */
static void putHeader(FILE *file) {
  uint8_t header[24] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4};
  putLittle(header + 16, 65535);
  putLittle(header + 20, 1);
  fwrite(header, 1, sizeof header, file);
}

/* A UDP packet without payload. */
static void putPacket(FILE *file, uint32_t seconds, uint32_t source, uint32_t destination) {
  uint8_t bytes[16 + 42] = {0};
  uint8_t *frame = bytes + 16, *ip = frame + 14, *udp = ip + 20;
  putLittle(bytes, seconds);
  putLittle(bytes + 8, 42);
  putLittle(bytes + 12, 42);
  frame[12] = 8;
  ip[0] = 0x45, ip[3] = 28, ip[8] = 64, ip[9] = 17;
  putBig(ip + 12, source);
  putBig(ip + 16, destination);
  udp[0] = 3, udp[1] = 0xe8, udp[3] = 9, udp[5] = 8;
  fwrite(bytes, 1, sizeof bytes, file);
}

static void end(FILE *file, const char *path) {
  if (fclose(file)) fail(path);
}

/* Two thirds of what is asked for is another network of servers than the rest. */
static uint32_t server(void) {
  uint32_t number = randomBelow(138);
  return number < 79 ? address(10, 2, 0, 1 + number) : address(192, 168, 7, number - 78);
}

static uint32_t client(void) {
  uint32_t host = 1 + randomBelow(199);
  /* Where a host lives follows from its number, and a few are guests with another. */
  if (randomBelow(50) == 0) return address(10, 1, randomBelow(4), 200 + randomBelow(55));
  return address(10, 1, host * 7 % 4, host);
}

static void makeDays(const char *directory, int first, int last) {
  for (int day = first; day < last; day++) {
    randomState = (uint64_t)day;
    for (int part = 0; part < partCount; part++) {
      char path[4096];
      snprintf(path, sizeof path, "%s/day%02d-%d.pcap", directory, day, part);
      FILE *file = begin(path);
      putHeader(file);
      uint32_t time = start + (uint32_t)(day * daySeconds + part * (daySeconds / partCount));
      for (int i = 0; i < packetCount; i++, time += secondsBetween)
        putPacket(file, time, client(), server());
      if ((day == 8 && part >= 2) || (day == 9 && part == 1))
        putPacket(file, time, address(203, 0, 77, 5), address(10, 2, 0, 9));
      if (day == 9 && part == 1)
        putPacket(file, time + 1, address(10, 1, 2, 5), address(172, 31, 3, 3));
      if (day == 9 && part == 2)
        putPacket(file, time, address(91, 188, 9, 9), address(10, 2, 0, 9));
      end(file, path);
    }
  }
}

static void makeMany(const char *directory, int count) {
  for (int number = 0; number < count; number++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%06d.pcap", directory, number);
    FILE *file = begin(path);
    if (number % 3 > 0) putHeader(file);
    if (number % 3 > 1)
      putPacket(
          file, start + (uint32_t)number, address(10, 0, number >> 8 & 0xff, number & 0xff),
          address(10, 2, 0, 1 + (unsigned)number % 79));
    end(file, path);
  }
}

int main(int count, char **arguments) {
  if (count == 5 && !strcmp(arguments[1], "days"))
    makeDays(arguments[2], atoi(arguments[3]), atoi(arguments[4]));
  else if (count == 4 && !strcmp(arguments[1], "many"))
    makeMany(arguments[2], atoi(arguments[3]));
  else
    return fputs("captures: expected what the first comment of captures.c says\n", stderr), 64;
  return 0;
}
