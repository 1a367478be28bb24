import CZlib
import Records

/// zlib behind a checked interface: gzip members in, bytes out.
///
/// The only file that imports zlib. `@safe`: nothing of the pointer it holds can be reached from outside.
@safe final class Inflater {
  /// A window of 32 KiB, and 16 for a gzip wrapper instead of zlib's (zlib.h, inflateInit2).
  private static let windowBits: Int32 = 15 + 16

  /// zlib keeps the address of this structure, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  enum Outcome {
    case progress
    case endOfMember
  }

  init() throws(InputFailure) {
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // `stream` is allocated and zeroed; version and size are those of the header compiled against.
    let code = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw InputFailure(.badGzip, "zlib cannot start (code \(code)); free some memory")
    }
  }

  deinit {
    // Ends what init began; a stream that never began is refused by zlib, not touched.
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Begins another member.
  func reset() {
    unsafe inflateReset(stream)
  }

  /// Inflates from `input[inputRange]` into `output` from `outputStart` to its end.
  ///
  /// `inputRange` loses what was consumed; `producedCount` is set even where this throws, because
  /// what came before the damage is good.
  ///
  /// - Throws: `badGzip`.
  func inflate(
    _ input: [UInt8], _ inputRange: inout Range<Int>, into output: inout [UInt8],
    from outputStart: Int, producedCount: inout Int
  ) throws(InputFailure) -> Outcome {
    let range = inputRange
    let code = unsafe input.withUnsafeBytes { source -> Int32 in
      unsafe output.withUnsafeMutableBytes { target -> Int32 in
        // `rebasing` traps unless the range lies within the buffer. zlib takes addresses and counts
        // from these two slices alone, reads the first and writes the second.
        let source = unsafe UnsafeRawBufferPointer(rebasing: source[range])
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: target[outputStart...])
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: Bytef.self))
        unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
        unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: Bytef.self)
        unsafe stream.pointee.avail_out = UInt32(clamping: target.count)
        return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    inputRange = (range.upperBound - Int(unsafe stream.pointee.avail_in))..<range.upperBound
    producedCount = output.count - outputStart - Int(unsafe stream.pointee.avail_out)
    switch code {
    case Z_OK, Z_BUF_ERROR: return .progress
    case Z_STREAM_END: return .endOfMember
    default:
      throw InputFailure(.badGzip, "expected gzip data, but found \(message(code))")
    }
  }

  private func message(_ code: Int32) -> String {
    // zlib's message is a constant string of the library, or absent.
    guard let text = unsafe stream.pointee.msg else { return "zlib's code \(code)" }
    return "'\(unsafe String(cString: text))'"
  }
}
