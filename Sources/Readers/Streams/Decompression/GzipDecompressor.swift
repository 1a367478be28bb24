import CZlib

/// zlib behind a checked interface: gzip members in, bytes out.
///
/// The only file that imports zlib. `@safe`: nothing of the pointer it holds can be reached from
/// outside.
///
/// - SeeAlso: RFC 1952 section 2.2
@safe final class GzipDecompressor: Decompressor {
  /// A window of 32 KiB, and 16 for a gzip wrapper instead of zlib's (zlib.h, inflateInit2).
  private static let windowBits: Int32 = 15 + 16

  /// zlib keeps the address of this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(DecompressionFault) {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // `stream` is allocated and zeroed; version and size are those of the header compiled against.
    let code = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw .cannotStart(code: Int(code)) }
  }

  deinit {
    // Ends what init began; a stream that never began is refused by zlib, not touched.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  func reset() {
    unsafe inflateReset(stream)
  }

  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep {
    // zlib takes addresses and counts from the two buffers; a count that is too large for its type
    // is clamped, and the rest is left for the next step.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: source.baseAddress?.assumingMemoryBound(to: Bytef.self))
    let sourceCount = UInt32(clamping: source.count)
    unsafe stream.pointee.avail_in = sourceCount
    unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: Bytef.self)
    let targetCount = UInt32(clamping: target.count)
    unsafe stream.pointee.avail_out = targetCount
    let code = unsafe inflate(stream, Z_NO_FLUSH)
    return DecompressionStep(
      consumedCount: Int(sourceCount - (unsafe stream.pointee.avail_in)),
      producedCount: Int(targetCount - (unsafe stream.pointee.avail_out)),
      outcome: outcome(code))
  }

  private func outcome(_ code: Int32) -> DecompressionStep.Outcome {
    switch code {
    case Z_OK, Z_BUF_ERROR: return .progress
    case Z_STREAM_END: return .endOfMember
    case Z_MEM_ERROR: return .fault(.cannotStart(code: Int(code)))
    default:
      // zlib's message is a constant string of the library, or absent.
      guard let text = unsafe stream.pointee.msg else { return .fault(.damaged("code \(code)")) }
      return .fault(.damaged("'\(unsafe String(cString: text))'"))
    }
  }
}
