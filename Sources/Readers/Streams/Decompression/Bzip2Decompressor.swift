import CBzip2

/// libbz2 behind a checked interface: bzip2 streams in, bytes out.
///
/// The only file that imports libbz2. `@safe`: nothing of the pointer it holds can be reached from
/// outside. Blocks have 900 000 bytes at most, for which the library takes 4 MB.
@safe final class Bzip2Decompressor: Decompressor {
  /// libbz2 keeps the address of this structure, so it must not move.
  private let stream: UnsafeMutablePointer<bz_stream>

  init() throws(DecompressionFault) {
    unsafe stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: bz_stream())
    try begin()
  }

  deinit {
    // Ends what `begin` began; a stream that never began is refused by libbz2, not touched.
    unsafe BZ2_bzDecompressEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  func reset() throws(DecompressionFault) {
    unsafe BZ2_bzDecompressEnd(stream)
    try begin()
  }

  private func begin() throws(DecompressionFault) {
    // Silent, and not the variant that saves memory at half the speed.
    let code = unsafe BZ2_bzDecompressInit(stream, 0, 0)
    guard code == BZ_OK else { throw .cannotStart(code: Int(code)) }
  }

  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep {
    // libbz2 takes addresses and counts from the two buffers; a count that is too large for its
    // type is clamped, and the rest is left for the next step.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: source.baseAddress?.assumingMemoryBound(to: CChar.self))
    let sourceCount = UInt32(clamping: source.count)
    unsafe stream.pointee.avail_in = sourceCount
    unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: CChar.self)
    let targetCount = UInt32(clamping: target.count)
    unsafe stream.pointee.avail_out = targetCount
    let code = unsafe BZ2_bzDecompress(stream)
    return DecompressionStep(
      consumedCount: Int(sourceCount - (unsafe stream.pointee.avail_in)),
      producedCount: Int(targetCount - (unsafe stream.pointee.avail_out)),
      outcome: Self.outcome(code))
  }

  private static func outcome(_ code: Int32) -> DecompressionStep.Outcome {
    switch code {
    case BZ_OK: .progress
    case BZ_STREAM_END: .endOfMember
    case BZ_MEM_ERROR: .fault(.cannotStart(code: Int(code)))
    case BZ_DATA_ERROR: .fault(.damaged("damaged bytes or a wrong checksum"))
    case BZ_DATA_ERROR_MAGIC: .fault(.damaged("another magic number"))
    default: .fault(.damaged("libbz2's code \(code)"))
    }
  }
}
