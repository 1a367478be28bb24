import Records

/// Reads captures and logs of any known kind, record by record, in bounded memory.
public struct InputReader: Sendable {
  private let limits: InputLimits

  public init(limits: InputLimits = InputLimits()) {
    self.limits = limits
  }

  /// Reads one input to its end, hands every usable record to `body`, and accounts for the rest.
  ///
  /// Never throws: faults are in the summary. After a cancellation the summary is `partial`
  /// without a failure.
  ///
  /// - Parameters:
  ///   - isCancelled: asked about once a block, and while a pipe keeps silent.
  ///   - progress: told the bytes of the file read so far, once a block.
  public func read(
    _ path: InputPath, isCancelled: () -> Bool, progress: (_ byteCount: Int) -> Void,
    _ body: (Observation) -> Void
  ) -> InputSummary {
    withoutActuallyEscaping(isCancelled) { isCancelled in
      var tally = InputTally(path)
      do throws(InputFailure) {
        let stream = try ByteStream(path, limits: limits, isCancelled: isCancelled)
        read(stream, &tally, isCancelled, progress, body)
        tally.describe {
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
    _ progress: (_ byteCount: Int) -> Void, _ body: (Observation) -> Void
  ) {
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
      case .capture(let capture):
        CaptureReader(capture, stream).read(into: &tally, shouldStop: shouldStop, body)
      case let kind:
        TextReader(kind: kind, stream: stream, limits: limits)
          .read(into: &tally, shouldStop: shouldStop, body)
      }
    } catch {
      if isCancelled() { return tally.stop() }
      // Too few bytes to recognise have their cause in what ended the stream.
      tally.fail(stream.failure ?? error, .error)
    }
  }
}
