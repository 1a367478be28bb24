import Records

/// Reads captures and logs of any known kind, record by record, in bounded memory.
public struct InputReader: Sendable {
  private let selection: RecordSelection
  private let limits: InputLimits
  private let hashesInputs: Bool

  /// - Parameter hashesInputs: whether summaries tell the SHA-256 of the decompressed bytes.
  public init(
    selection: RecordSelection = RecordSelection(), limits: InputLimits = InputLimits(),
    hashesInputs: Bool = false
  ) {
    self.selection = selection
    self.limits = limits
    self.hashesInputs = hashesInputs
  }

  /// Reads an input that was named.
  public func read(
    _ path: InputPath, isCancelled: () -> Bool, progress: (_ byteCount: Int) -> Void,
    _ visitor: some RecordVisitor
  ) -> InputSummary {
    read(InputSource(path: path), isCancelled: isCancelled, progress: progress, visitor)
  }

  /// Reads one input to its end, hands its records to `visitor`, and accounts for the rest.
  ///
  /// Never throws: faults are in the summary. After a cancellation the summary is `partial`
  /// without a failure.
  ///
  /// - Parameters:
  ///   - isCancelled: asked about once a block, and while a pipe keeps silent.
  ///   - progress: told the bytes of the file read so far, once a block.
  public func read(
    _ source: InputSource, isCancelled: () -> Bool, progress: (_ byteCount: Int) -> Void,
    _ visitor: some RecordVisitor
  ) -> InputSummary {
    read(
      source, hash: hashesInputs ? ContentHash() : nil, isCancelled: isCancelled,
      progress: progress, visitor, afterRecords: { _ in })
  }

  /// - Parameter afterRecords: shown the stream when its last whole record was taken.
  func read(
    _ source: InputSource, hash: ContentHash?, isCancelled: () -> Bool,
    progress: (_ byteCount: Int) -> Void, _ visitor: some RecordVisitor,
    afterRecords: (ByteStream) -> Void
  ) -> InputSummary {
    withoutActuallyEscaping(isCancelled) { isCancelled in
      var tally = InputTally(source.path)
      do throws(InputFailure) {
        if case .failed(let failure) = source.standing { throw failure }
        let stream = try ByteStream(source, limits: limits, hash: hash, isCancelled: isCancelled)
        read(stream, &tally, isCancelled, progress, visitor)
        afterRecords(stream)
        // First, because what lies behind damage is read for it; not of what is no input at all.
        let hash = tally.summary.status == .error ? nil : stream.hashOfRest()
        tally.describe {
          $0.sha256 = hash
          $0.byteCount = stream.byteCount
          $0.compression = stream.compression
        }
      } catch {
        tally.fail(error, .error)
      }
      return tally.summary
    }
  }

  private func read(
    _ stream: ByteStream, _ tally: inout InputTally, _ isCancelled: () -> Bool,
    _ progress: (_ byteCount: Int) -> Void, _ visitor: any RecordVisitor
  ) {
    var flow = RecordFlow(tally, selection, visitor)
    defer {
      flow.flush()
      tally = flow.tally
    }
    var reportedByteCount = 0
    func shouldStop() -> Bool {
      if stream.readByteCount != reportedByteCount {
        reportedByteCount = stream.readByteCount
        progress(reportedByteCount)
      }
      return isCancelled()
    }
    do {
      switch try InputKind(stream) {
      case .database:
        DatabaseReader(stream).read(into: &flow, shouldStop: shouldStop)
      case .capture(let capture):
        CaptureReader(capture, stream).read(into: &flow, shouldStop: shouldStop)
      case let kind:
        TextReader(kind: kind, stream: stream, limits: limits)
          .read(into: &flow, shouldStop: shouldStop)
        if selection.filter != nil {
          flow.tally.add(note: "the filter does not apply: a text holds no frames")
        }
      }
    } catch {
      if isCancelled() { return flow.tally.stop() }
      // Too few bytes to recognise have their cause in what ended the stream.
      flow.tally.fail(stream.failure ?? error, .error)
    }
  }
}
