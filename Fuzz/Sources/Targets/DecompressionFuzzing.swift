@testable import Readers
@testable import Records

/// Compressed streams, undone whole and in pieces.
enum DecompressionFuzzing {
  /// Decompressed bytes after which an input is given up, as the reader does at its own limit.
  private static let maximumByteCount = 16 << 10

  static func decompress(_ bytes: Span<UInt8>, _ compression: InputSummary.Compression) -> Int {
    let input = bytes.withUnsafeBufferPointer { Array($0) }
    // Other bytes never reach the library.
    guard InputSummary.Compression(magic: input[...]) == compression else { return 0 }
    let whole = Outcome(
      of: input, compression, stepByteCount: max(1, input.count), outputByteCount: 4 << 10,
      maximumByteCount)
    // The last byte, which is a checksum's in most formats, says how long the pieces are.
    let stepByteCount = Int(input.last ?? 0) + 1
    let pieces = Outcome(
      of: input, compression, stepByteCount: stepByteCount, outputByteCount: 1 << 8,
      maximumByteCount)
    // Where both end by themselves. How much a library gives of what is damaged, and what it calls
    // the damage, depends on the pieces.
    if max(whole.bytes.count, pieces.bytes.count) < maximumByteCount {
      precondition(
        (whole.failure == nil) == (pieces.failure == nil), "pieces are as damaged as the whole")
      precondition(whole.failure != nil || whole == pieces, "pieces make the whole")
    }
    return whole.bytes.count
  }
}

/// What comes of a compressed input whose bytes arrive a step at a time.
private struct Outcome: Equatable {
  var bytes: [UInt8] = []
  var failure: InputFailure?

  init(
    of input: [UInt8], _ compression: InputSummary.Compression, stepByteCount: Int,
    outputByteCount: Int, _ maximumByteCount: Int
  ) {
    var output = [UInt8](repeating: 0, count: outputByteCount)
    var offset = 0
    do throws(InputFailure) {
      guard var decompression = try Decompression(compression, compressed: [], 0..<0) else {
        return
      }
      while bytes.count < maximumByteCount {
        if decompression.needsInput {
          let end = min(input.count, offset + stepByteCount)
          let step = Array(input[offset..<end])
          offset = end
          guard try decompression.refill(step, step.count, at: bytes.count) else { return }
        }
        var count = 0
        defer { bytes += output[0..<count] }
        try decompression.step(into: &output, from: 0, producedCount: &count)
      }
    } catch {
      failure = error
    }
  }
}
