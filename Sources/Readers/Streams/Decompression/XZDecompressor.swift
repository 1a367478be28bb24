import CLZMA

/// liblzma behind a checked interface: xz streams in, bytes out.
///
/// The only file that imports liblzma. `@safe`: nothing of the pointer it holds can be reached from
/// outside.
///
/// - SeeAlso: doc/xz-file-format.txt of the xz project
@safe final class XZDecompressor: Decompressor {
  /// Twice what the largest preset, `xz -9`, takes to decompress.
  private static let memoryByteCount = 128 << 20

  private let stream: UnsafeMutablePointer<lzma_stream>

  init() throws(DecompressionFault) {
    unsafe stream = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)
    // All zeros and nil, as LZMA_STREAM_INIT is.
    unsafe stream.initialize(to: lzma_stream())
    try reset()
  }

  deinit {
    unsafe lzma_end(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  func reset() throws(DecompressionFault) {
    // One stream at a time: what may stand between two is the caller's to judge. The library takes
    // a stream that is in use and keeps its memory.
    let code = unsafe lzma_stream_decoder(stream, UInt64(Self.memoryByteCount), 0)
    guard code == LZMA_OK else { throw .cannotStart(code: Int(code.rawValue)) }
  }

  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep {
    // The library takes addresses and counts from the two buffers and lowers the counts.
    unsafe stream.pointee.next_in = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = source.count
    unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = target.count
    let code = unsafe lzma_code(stream, LZMA_RUN)
    return DecompressionStep(
      consumedCount: source.count - (unsafe stream.pointee.avail_in),
      producedCount: target.count - (unsafe stream.pointee.avail_out),
      outcome: Self.outcome(code))
  }

  private static func outcome(_ code: lzma_ret) -> DecompressionStep.Outcome {
    switch code {
    // LZMA_BUF_ERROR: no more can be done with these two buffers.
    case LZMA_OK, LZMA_BUF_ERROR: .progress
    case LZMA_STREAM_END: .endOfMember
    case LZMA_MEMLIMIT_ERROR: .fault(.tooLarge(mebibyteCount: memoryByteCount >> 20))
    case LZMA_MEM_ERROR: .fault(.cannotStart(code: Int(code.rawValue)))
    case LZMA_FORMAT_ERROR: .fault(.damaged("another magic number"))
    case LZMA_OPTIONS_ERROR: .fault(.damaged("options that liblzma does not know"))
    case LZMA_DATA_ERROR: .fault(.damaged("damaged bytes or a wrong checksum"))
    default: .fault(.damaged("liblzma's code \(code.rawValue)"))
    }
  }
}
