/* Runs a program and writes to a file what it took.
 *
 *   measure FILE PROGRAM [ARGUMENT...]   writes: status, seconds, processor seconds, peak KiB
 *
 * The status is that of a shell: 128 and the number of the signal where one ended it.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return (double)time.tv_sec + time.tv_usec * 1e-6; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int count, char **arguments) {
  if (count < 3) return fputs("measure: expected a file and a program\n", stderr), 64;
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return perror("measure"), 71;
  FILE *file = fopen(arguments[1], "w");
  if (!file) return perror(arguments[1]), 73;
  status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  fprintf(
      file, "%d %.2f %.2f %ld\n", status, now() - start,
      seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
  return fclose(file) ? 74 : status;
}
