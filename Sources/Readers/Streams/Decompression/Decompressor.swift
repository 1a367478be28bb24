/// One library that undoes one compression, a piece at a time and in bounded memory.
///
/// Members (gzip), frames (zstd, lz4) and streams (xz, bzip2) are all called members here: what
/// begins with a magic number, ends by itself, and may be followed by another.
protocol Decompressor: AnyObject {
  /// Undoes what it can of `source` into `target`.
  ///
  /// At most as much as both hold is read and written. What came before a fault is counted in the
  /// step, so a library that gives nothing back with a fault is fed no more than one block at a
  /// time.
  @unsafe func step(
    from source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> DecompressionStep

  /// Begins another member; called only where one has ended.
  func reset() throws(DecompressionFault)
}

/// What one call of a library did.
struct DecompressionStep {
  enum Outcome {
    case progress
    case endOfMember
    case fault(DecompressionFault)
  }

  var consumedCount: Int
  var producedCount: Int
  var outcome: Outcome
}

/// Why a library does not go on.
enum DecompressionFault: Error, Equatable {
  /// What the library found, in its words.
  case damaged(String)
  /// What the data ask for is more than the limit of so many MiB.
  case tooLarge(mebibyteCount: Int)
  /// The library lacks memory, or what it needs to begin with.
  case cannotStart(code: Int)
}

extension Decompressor {
  /// Undoes what it can of `input[range]` into `output` from `start` to its end.
  ///
  /// `range` loses what was consumed. Traps unless `range` and `start` lie within their arrays.
  func step(
    _ input: [UInt8], _ range: inout Range<Int>, into output: inout [UInt8], from start: Int
  ) -> DecompressionStep {
    let wanted = range
    let step = unsafe input.withUnsafeBytes { source -> DecompressionStep in
      unsafe output.withUnsafeMutableBytes { target -> DecompressionStep in
        // `rebasing` traps unless the slice lies within the buffer. A library gets addresses and
        // counts from these two slices alone, reads the first and writes the second.
        unsafe self.step(
          from: UnsafeRawBufferPointer(rebasing: source[wanted]),
          into: UnsafeMutableRawBufferPointer(rebasing: target[start...]))
      }
    }
    precondition(
      (0...wanted.count).contains(step.consumedCount)
        && (0...(output.count - start)).contains(step.producedCount),
      "a library keeps within its buffers")
    range = (wanted.lowerBound + step.consumedCount)..<wanted.upperBound
    return step
  }
}
