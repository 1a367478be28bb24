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
    InputSummary(path: path)
  }
}
