import CZstd

/// libzstd behind a checked interface: zstd and skippable frames in, bytes out.
///
/// The only file that imports libzstd. `@safe`: nothing of the pointer it holds can be reached from
/// outside.
///
/// - SeeAlso: RFC 8878
@safe final class ZstdDecompressor: Decompressor {
  /// The window that `zstd -d` takes without being asked for more, 128 MiB.
  private static let windowLog: Int32 = 27

  private let context: OpaquePointer
  /// Bytes the library wants next: what is left of a header or a block, and the header behind it.
  ///
  /// A fault takes all that its call has produced with it. Fed by this measure, a call undoes one
  /// block at most, so what was produced before has been given out.
  private var wantedCount: Int

  init() throws(DecompressionFault) {
    // A null context is what the guard is for.
    guard let context = unsafe ZSTD_createDStream() else { throw .cannotStart(code: 0) }
    unsafe self.context = context
    wantedCount = unsafe ZSTD_initDStream(context)
    let code = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    precondition(ZSTD_isError(code) == 0, "libzstd knows its window parameter")
  }

  deinit {
    unsafe ZSTD_freeDStream(context)
  }

  func reset() {
    // Keeps the parameters.
    wantedCount = unsafe ZSTD_initDStream(context)
  }

  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep {
    // The library takes addresses and counts from the two buffers and moves the positions.
    var input = unsafe ZSTD_inBuffer(
      src: source.baseAddress, size: min(source.count, max(wantedCount, 1)), pos: 0)
    var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
    let code = unsafe ZSTD_decompressStream(context, &output, &input)
    var step = unsafe DecompressionStep(
      consumedCount: input.pos, producedCount: output.pos, outcome: .progress)
    if ZSTD_isError(code) != 0 {
      step.outcome = .fault(Self.fault(code))
    } else if code == 0 {
      step.outcome = .endOfMember
    } else {
      wantedCount = code
    }
    return step
  }

  private static func fault(_ code: Int) -> DecompressionFault {
    if ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge {
      return .tooLarge(mebibyteCount: 1 << (windowLog - 20))
    }
    // Names of errors are constant strings of the library.
    guard let name = unsafe ZSTD_getErrorName(code) else { return .damaged("an unnamed fault") }
    return .damaged("'\(unsafe String(cString: name))'")
  }
}
