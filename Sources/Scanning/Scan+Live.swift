import Detection
import Readers
import Records

extension Scan {
  /// Captures until `capture` ends, then analyses the addresses it showed.
  ///
  /// - Parameter progress: called now and then.
  public func run(
    _ capture: LiveCapture, version: String, isCancelled: @Sendable () -> Bool,
    progress: (Progress) -> Void
  ) -> ScanReport {
    let addresses = collector(emptyTables, input: 0)
    var summary = capture.read(
      isCancelled: isCancelled,
      progress: { progress(Progress(inputCount: 0, byteCount: $0)) }, addresses)
    summary.oneWayPacketCount = oneWayPacketCount(of: addresses.tables)
    var account = InputAccount()
    account.add(summary, of: InputSource(path: summary.path))
    return report(on: account, addresses.tables, version: version, isCancelled: isCancelled)
  }
}

extension Scan {
  public typealias LiveCapture = Readers.LiveCapture
  public typealias LiveCaptureFailure = Readers.LiveCaptureFailure
}
