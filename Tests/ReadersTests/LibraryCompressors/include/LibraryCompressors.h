#pragma once
#include <stddef.h>
#include <stdint.h>

// Compressed files made by the libraries whose other half the product uses: one whole member of
// small blocks, with every checksum that the format has. Each returns the bytes written to
// `output`, or 0 if they are more than `capacity`.

size_t compressed_by_zlib(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity);
// Without the size of the content, so that the frame has a window descriptor at byte 5.
size_t compressed_by_libzstd(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity);
size_t compressed_by_liblz4(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity);
// Without sizes in the block header, so that the dictionary's size is byte 16.
size_t compressed_by_liblzma(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity);
size_t compressed_by_libbz2(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity);
