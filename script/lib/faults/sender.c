/* Sends numbered UDP packets of 1000 bytes to port 9999 of 10.9.0.2 to 10.9.0.6, in turn.
 *
 *   sender COUNT RATE   RATE packets a second
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

int main(int count, char **arguments) {
  if (count != 3) return fputs("sender: expected a count and a rate\n", stderr), 64;
  int socketNumber = socket(AF_INET, SOCK_DGRAM, 0);
  int packetCount = atoi(arguments[1]), rate = atoi(arguments[2]);
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int number = 0; number < packetCount; number++) {
    char bytes[1000] = {0};
    memcpy(bytes, &number, sizeof number);
    struct sockaddr_in target = {.sin_family = AF_INET, .sin_port = htons(9999)};
    target.sin_addr.s_addr = htonl(0x0a090002u + (unsigned)number % 5);
    if (sendto(socketNumber, bytes, sizeof bytes, 0, (void *)&target, sizeof target) < 0)
      return perror("sender"), 74;
    next.tv_nsec += 1000000000 / rate;
    if (next.tv_nsec >= 1000000000) next.tv_sec++, next.tv_nsec -= 1000000000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
  return 0;
}
