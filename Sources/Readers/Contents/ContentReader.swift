import Records

/// Looks at files without decoding them, to tell which content they hold.
public struct ContentReader: Sendable {
  private let limits: InputLimits

  public init(limits: InputLimits = InputLimits()) {
    self.limits = limits
  }

  /// What was found without decoding.
  public struct Look: Sendable {
    public let digest: ContentDigest
    public let compression: InputSummary.Compression
    /// What ended the reading before the end, such as compressed bytes that are cut.
    public let failure: InputFailure?
  }

  /// Reads `source` to its end and hashes it.
  ///
  /// - Parameter lengths: given the hashes of its beginnings, says of which others to note the hash;
  ///   nil to read no further.
  /// - Returns: what was found, or why it cannot be opened or read to its end; nil where `lengths`
  ///   gave nil.
  /// - Throws: what `lengths` throws.
  public func look<Failure: Error>(
    at source: InputSource, isCancelled: @escaping () -> Bool,
    lengths: (_ headHashes: [[UInt8]]) throws(Failure) -> [Int]?
  ) throws(Failure) -> Result<Look, InputFailure>? {
    let stream: ByteStream
    do throws(InputFailure) {
      stream = try ByteStream(source, limits: limits, isCancelled: isCancelled)
    } catch {
      return .failure(error)
    }
    var head = ContentHash(marks: ContentDigest.headByteCounts)
    head.update(stream.peek(ContentDigest.headByteCounts.max() ?? 0).span)
    guard let marks = try lengths(head.digest.headHashes) else { return nil }
    stream.hashBytes(by: ContentHash(marks: ContentDigest.headByteCounts + marks))
    while !isCancelled(), stream.take({ _ in }) {}
    if isCancelled() {
      return .failure(InputFailure(.readError, "interrupted: it was not read to its end"))
    }
    guard let digest = stream.contentDigest else {
      preconditionFailure("a stream that hashes has a digest")
    }
    return .success(
      Look(digest: digest, compression: stream.compression, failure: stream.failure))
  }
}

extension InputReader {
  /// Reads one input as `read` does, and digests the bytes up to the end of its last whole record.
  ///
  /// - Parameter marks: lengths of beginnings whose hashes are wanted.
  /// - Returns: nil beside a summary of what could not be opened.
  public func readDigesting(
    _ source: InputSource, marks: [Int], isCancelled: @escaping () -> Bool,
    _ visitor: some RecordVisitor
  ) -> (summary: InputSummary, digest: ContentDigest?) {
    var digest: ContentDigest?
    let summary = read(
      source, hash: ContentHash(marks: ContentDigest.headByteCounts + marks),
      isCancelled: isCancelled, progress: { _ in }, visitor,
      afterRecords: { stream in digest = stream.contentDigest })
    return (summary, digest)
  }
}
