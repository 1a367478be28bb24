#include "LibraryCompressors.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

size_t compressed_by_zlib(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  z_stream stream = {
    .next_in = (Bytef *)input, .avail_in = (uInt)count, .next_out = output,
    .avail_out = (uInt)capacity};
  // 15 bits of window, and 16 for a gzip wrapper.
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  int code = deflate(&stream, Z_FINISH);
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return code == Z_STREAM_END ? written : 0;
}

size_t compressed_by_libzstd(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  ZSTD_CCtx *context = ZSTD_createCCtx();
  if (!context) return 0;
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 17);
  ZSTD_inBuffer source = {input, count, 0};
  ZSTD_outBuffer target = {output, capacity, 0};
  // A piece at a time: given the whole at once the library would know the size.
  size_t left = 1;
  while (source.pos < count) {
    ZSTD_inBuffer piece = {input, source.pos + 1000 < count ? source.pos + 1000 : count, source.pos};
    left = ZSTD_compressStream2(context, &target, &piece, ZSTD_e_continue);
    source.pos = piece.pos;
    if (ZSTD_isError(left) || target.pos == capacity) break;
  }
  left = ZSTD_compressStream2(context, &target, &source, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  return left == 0 ? target.pos : 0;
}

size_t compressed_by_liblz4(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  LZ4F_preferences_t preferences = {
    .frameInfo = {
      .blockSizeID = LZ4F_max64KB, .contentChecksumFlag = LZ4F_contentChecksumEnabled}};
  size_t written = LZ4F_compressFrame(output, capacity, input, count, &preferences);
  return LZ4F_isError(written) ? 0 : written;
}

size_t compressed_by_liblzma(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_easy_encoder(&stream, 1, LZMA_CHECK_CRC64) != LZMA_OK) return 0;
  stream.next_in = input;
  stream.avail_in = count;
  stream.next_out = output;
  stream.avail_out = capacity;
  lzma_ret code = lzma_code(&stream, LZMA_FINISH);
  size_t written = stream.total_out;
  lzma_end(&stream);
  return code == LZMA_STREAM_END ? written : 0;
}

size_t compressed_by_libbz2(
  const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  unsigned int written = (unsigned int)capacity;
  // Blocks of 100 000 bytes.
  int code = BZ2_bzBuffToBuffCompress(
    (char *)output, &written, (char *)input, (unsigned int)count, 1, 0, 0);
  return code == BZ_OK ? written : 0;
}
