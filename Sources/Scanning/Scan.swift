import Detection
import Dispatch
import Features
import Readers
import Records
import Synchronization

/// The main job: reads inputs in the order given and analyses the addresses of all of them.
public struct Scan: Sendable {
  public let options: ScanOptions
  public let threadCount: Int

  /// What a cancelled scan may still take to analyse what it has read.
  private static let graceMilliseconds = 1_000
  private static let pollMilliseconds = 50

  public init(options: ScanOptions, threadCount: Int) {
    self.options = options
    self.threadCount = threadCount
  }

  /// Reads every input to its end or its damage, then analyses what was read.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; reading stops and what was read is analysed.
  ///   - progress: called now and then with the input's index and its bytes read so far.
  public func run(
    _ inputs: [InputPath], version: String, isCancelled: @Sendable () -> Bool,
    progress: (_ inputIndex: Int, _ byteCount: Int) -> Void
  ) -> ScanReport {
    let tables = AddressTables(options: options)
    let reader = InputReader(selection: options.records)
    var summaries: [InputSummary] = []
    for (index, path) in inputs.enumerated() {
      if isCancelled() {
        summaries.append(.unread(path))
        continue
      }
      tables.input = index
      summaries.append(
        reader.read(
          path, isCancelled: isCancelled, progress: { progress(index, $0) }, tables))
    }
    let populations = populations(of: tables.contents, isCancelled: isCancelled)
    return ScanReport(
      version: version, options: options, inputs: summaries,
      populations: populations ?? PopulationAnalyzer.unanalyzed(tables.contents),
      wasInterrupted: populations == nil)
  }

  /// The populations, or nil when cancelled before they were analysed.
  ///
  /// A fit has no place where it could stop and be of use, so after a grace period it is left to
  /// itself: it works on other threads, which end with the process.
  func populations(
    of contents: [PopulationAnalyzer.Addresses], isCancelled: () -> Bool
  ) -> [Population]? {
    let analyzer = PopulationAnalyzer(options: options, threadCount: threadCount)
    let result = Handover<[Population]>()
    DispatchQueue.global().async { result.put(analyzer.populations(of: contents)) }
    var graceMilliseconds = Self.graceMilliseconds
    while graceMilliseconds > 0 {
      if let populations = result.take(withinMilliseconds: Self.pollMilliseconds) {
        return populations
      }
      if isCancelled() { graceMilliseconds -= Self.pollMilliseconds }
    }
    return nil
  }
}

/// A value that one thread makes and another waits for.
private final class Handover<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func put(_ value: Value) {
    self.value.withLock { $0 = value }
    isThere.signal()
  }

  /// The value, or nil when it is not there in time.
  func take(withinMilliseconds milliseconds: Int) -> Value? {
    guard isThere.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return nil
    }
    return value.withLock { $0 }
  }
}
