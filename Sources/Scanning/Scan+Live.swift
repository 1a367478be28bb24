import Detection
import Readers
import Records

extension Scan {
  /// Captures until `capture` ends, then analyses the addresses it showed.
  ///
  /// - Parameter progress: called now and then with the bytes captured so far.
  public func run(
    _ capture: LiveCapture, version: String, isCancelled: @Sendable () -> Bool,
    progress: (_ byteCount: Int) -> Void
  ) -> ScanReport {
    let tables = AddressTables(options: options)
    let summary = capture.read(isCancelled: isCancelled, progress: progress, tables)
    let populations = populations(of: tables.contents, isCancelled: isCancelled)
    return ScanReport(
      version: version, options: options, inputs: [summary],
      populations: populations ?? PopulationAnalyzer.unanalyzed(tables.contents),
      wasInterrupted: populations == nil)
  }
}

extension Scan {
  public typealias LiveCapture = Readers.LiveCapture
  public typealias LiveCaptureFailure = Readers.LiveCaptureFailure
}
