import CLZ4

/// liblz4 behind a checked interface: lz4 and skippable frames in, bytes out.
///
/// The only file that imports liblz4. `@safe`: nothing of the pointer it holds can be reached from
/// outside. Blocks have 4 MiB at most, so the library holds 8 MiB and a window of 64 KiB.
///
/// - SeeAlso: doc/lz4_Frame_format.md of the lz4 project
@safe final class LZ4Decompressor: Decompressor {
  /// The least that a frame's header has; the library then says how much it wants.
  private static let headerByteCount = 7

  private let context: OpaquePointer
  /// Bytes the library wants next: what is left of a header or a block, and the header behind it.
  ///
  /// A fault takes all that its call has produced with it. Fed by this measure, a call undoes one
  /// block at most, so what was produced before has been given out.
  private var wantedCount = headerByteCount

  init() throws(DecompressionFault) {
    var context: OpaquePointer?
    // The library allocates the context and stores its address in the local variable.
    let code = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(code) == 0, let context = unsafe context else {
      throw .cannotStart(code: code)
    }
    unsafe self.context = context
  }

  deinit {
    unsafe LZ4F_freeDecompressionContext(context)
  }

  func reset() {
    unsafe LZ4F_resetDecompressionContext(context)
    wantedCount = Self.headerByteCount
  }

  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep {
    // The library takes addresses and counts from the two buffers, and replaces the counts by what
    // it has read and written.
    var sourceCount = min(source.count, wantedCount)
    var targetCount = target.count
    let code = unsafe LZ4F_decompress(
      context, target.baseAddress, &targetCount, source.baseAddress, &sourceCount, nil)
    guard LZ4F_isError(code) == 0 else {
      return DecompressionStep(
        consumedCount: 0, producedCount: 0, outcome: .fault(Self.fault(code)))
    }
    wantedCount = max(code, 1)
    return DecompressionStep(
      consumedCount: sourceCount, producedCount: targetCount,
      outcome: code == 0 ? .endOfMember : .progress)
  }

  private static func fault(_ code: Int) -> DecompressionFault {
    // Names of errors are constant strings of the library.
    guard let name = unsafe LZ4F_getErrorName(code) else { return .damaged("an unnamed fault") }
    return .damaged("'\(unsafe String(cString: name))'")
  }
}
