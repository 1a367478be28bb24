import Detection
import Records

/// Temporary: has the interface of the scan that is being written, and reads nothing.
public struct Scan: Sendable {
  private let options: ScanOptions

  public init(options: ScanOptions, threadCount: Int) {
    self.options = options
  }

  public func run(
    _ inputs: [InputPath], version: String, isCancelled: @Sendable () -> Bool,
    progress: (_ inputIndex: Int, _ byteCount: Int) -> Void
  ) -> ScanReport {
    ScanReport(
      version: version, options: options, inputs: inputs.map(InputSummary.init), populations: [])
  }
}
