import Records

/// The bytes of an input in order, decompressed, a block at a time.
///
/// Damage does not throw: the bytes before it are given, then the stream ends and `failure` says
/// why.
final class ByteStream {
  private let file: FileDescriptor
  private let limits: InputLimits
  private let isCancelled: () -> Bool
  /// Of the decompressed bytes that were taken; nil where nobody asked for it.
  private var hash: ContentHash?
  private var decompression: Decompression?
  /// Decompressed bytes that nobody has taken yet: `block[available]`.
  private var block: [UInt8]
  private var available = 0..<0
  private var isAtEnd = false

  /// Bytes of the file read so far, as it lies.
  private(set) var readByteCount = 0
  /// Bytes given out or available, after decompression.
  private(set) var decompressedByteCount = 0
  /// What ended the stream before its end.
  private(set) var failure: InputFailure?
  private(set) var compression = InputSummary.Compression.none

  /// How many bytes wait to be taken.
  var availableByteCount: Int { available.count }

  /// Where the next byte lies in the decompressed input.
  var byteOffset: Int { decompressedByteCount - available.count }

  /// Bytes of the file as it lies; of a pipe those read.
  var byteCount: Int { max(file.byteCount ?? 0, readByteCount) }

  /// Opens `source` and recognises a compression by its first bytes.
  ///
  /// - Throws: why the input cannot be opened.
  ///
  /// - Parameter hash: what hashes the bytes that are taken; nil where nobody wants to know.
  init(
    _ source: InputSource, limits: InputLimits, hash: ContentHash? = nil,
    isCancelled: @escaping () -> Bool
  ) throws(InputFailure) {
    file = try FileDescriptor(source)
    self.hash = hash
    self.limits = limits
    self.isCancelled = isCancelled
    block = [UInt8](repeating: 0, count: limits.blockByteCount)
    compression = recognizedCompression()
    guard let decompression = try Decompression(compression, compressed: block, available) else {
      return
    }
    // What was read so far is compressed: it is the input of the decompression now.
    self.decompression = decompression
    block = [UInt8](repeating: 0, count: limits.blockByteCount)
    available = 0..<0
    decompressedByteCount = 0
    isAtEnd = false
  }

  private func recognizedCompression() -> InputSummary.Compression {
    let magic = peek(InputSummary.Compression.magicByteCount)
    guard InputSummary.Compression.isSkippableFrame(magic) else {
      return InputSummary.Compression(magic: magic)
    }
    return InputSummary.Compression(magic: peek(limits.blockByteCount))
  }

  /// The next bytes, which stay in the stream: `count` of them, or fewer at the end.
  func peek(_ count: Int) -> ArraySlice<UInt8> {
    fill(count)
    return block[available].prefix(count)
  }

  /// Hands at most `maximumCount` of the next bytes to `body`; false at the end.
  func take(upTo maximumCount: Int = .max, _ body: (Span<UInt8>) -> Void) -> Bool {
    if available.isEmpty { fill(1) }
    guard !available.isEmpty else { return false }
    let end = available.lowerBound + min(available.count, maximumCount)
    body(block.span.extracting(available.lowerBound..<end))
    hash?.update(block.span.extracting(available.lowerBound..<end))
    available = end..<available.upperBound
    return true
  }

  /// Makes at least `count` bytes available at once; false where the stream ends before.
  func require(_ count: Int) -> Bool {
    fill(count)
    return available.count >= count
  }

  /// Hands all bytes that are available to `body`, which adds up how many of them it is done with.
  ///
  /// The rest stays, also where `body` throws.
  func consume<Failure: Error>(
    _ body: (_ bytes: Span<UInt8>, _ consumedCount: inout Int) throws(Failure) -> Void
  ) throws(Failure) {
    var consumedCount = 0
    defer {
      let end = available.lowerBound + consumedCount
      hash?.update(block.span.extracting(available.lowerBound..<end))
      available = end..<available.upperBound
    }
    try body(block.span.extracting(available), &consumedCount)
  }

  /// Hashes what is taken from here on.
  func hashBytes(by hash: ContentHash) { self.hash = hash }

  /// What is known of the bytes that were taken so far; nil where nobody asked for it.
  var contentDigest: ContentDigest? { hash?.digest }

  /// The SHA-256 of all decompressed bytes in hexadecimal, for which the rest is read; nil where it
  /// was not asked for, or not all bytes can be had.
  func hashOfRest() -> String? {
    guard hash != nil else { return nil }
    while !isCancelled(), take({ _ in }) {}
    guard failure == nil, isAtEnd, available.isEmpty, !isCancelled() else { return nil }
    return hash?.hexadecimal()
  }

  /// Reads until `count` bytes are available or the stream ends.
  private func fill(_ count: Int) {
    guard available.count < count, !isAtEnd else { return }
    moveToFront()
    // A block that had to grow for one long record is not filled at once again.
    if block.count > limits.blockByteCount, max(count, available.count) <= limits.blockByteCount {
      block.removeLast(block.count - limits.blockByteCount)
    }
    while available.count < count, !isAtEnd {
      if available.count == block.count {
        // Doubled only when it is full, so that memory follows the bytes read, not a length that
        // the file claims.
        block += [UInt8](repeating: 0, count: block.count)
      }
      readMore()
    }
  }

  private func moveToFront() {
    let (start, count) = (available.lowerBound, available.count)
    guard start > 0 else { return }
    // One access to the property for all bytes; each access to one costs a check of exclusivity.
    var bytes = block.mutableSpan
    for index in 0..<count { bytes[index] = bytes[start + index] }
    available = 0..<count
  }

  private func readMore() {
    let start = available.upperBound
    do {
      let count =
        if decompression != nil {
          try decompress(from: start)
        } else {
          try readRaw(into: &block, start)
        }
      if count == 0 { isAtEnd = true }
      available = available.lowerBound..<(start + count)
      decompressedByteCount += count
    } catch {
      failure = error
      isAtEnd = true
    }
  }

  private func readRaw(into buffer: inout [UInt8], _ start: Int) throws(InputFailure) -> Int {
    let count = try file.read(into: &buffer, from: start, isCancelled: isCancelled)
    readByteCount += count
    return count
  }

  /// Decompresses at least one byte into the block, unless the stream ends.
  private func decompress(from start: Int) throws(InputFailure) -> Int {
    let allowance = max(limits.decompressedByteCount, allowedByRatio)
    guard decompressedByteCount < allowance else {
      throw InputFailure(
        .tooLarge,
        "\(readByteCount) bytes of \(compression.rawValue) hold more than the allowed \(allowance) bytes; "
          + "decompress the file first if you trust it", byteOffset: decompressedByteCount)
    }
    var count = 0
    while count == 0 {
      if decompression?.needsInput == true {
        var input = decompression?.takeBuffer() ?? []
        let readCount = try readRaw(into: &input, 0)
        if isCancelled() { return 0 }
        guard try decompression?.refill(input, readCount, at: decompressedByteCount) == true
        else { return 0 }
      }
      do {
        try decompression?.step(into: &block, from: start, producedCount: &count)
      } catch {
        // The bytes before the damage are good; the failure ends the stream after them.
        failure = InputFailure(
          error.class, error.message, byteOffset: decompressedByteCount + count)
        isAtEnd = true
        break
      }
    }
    return count
  }

  private var allowedByRatio: Int {
    let (product, didOverflow) = readByteCount.multipliedReportingOverflow(
      by: limits.decompressionRatio)
    return didOverflow ? .max : product
  }
}
