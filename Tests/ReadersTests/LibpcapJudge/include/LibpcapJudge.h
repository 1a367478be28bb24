// Reads captures through libpcap, so that tests can compare our readers with it.
#pragma once
#include <stdint.h>

typedef struct {
  const uint8_t *_Nullable bytes;  // until the next frame is asked for
  uint32_t captured_byte_count, original_byte_count;
  int64_t seconds, nanoseconds;
} libpcap_judge_frame;

typedef struct libpcap_judge libpcap_judge;

// NULL where libpcap refuses the file.
libpcap_judge *_Nullable libpcap_judge_open(const char *_Nonnull path);

// libpcap's number of the link type (DLT).
int libpcap_judge_link_type(libpcap_judge *_Nonnull judge);

// 1 for a frame, 0 at the end, -1 for damage.
int libpcap_judge_next(libpcap_judge *_Nonnull judge, libpcap_judge_frame *_Nonnull frame);

void libpcap_judge_close(libpcap_judge *_Nonnull judge);
