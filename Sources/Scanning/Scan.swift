import Detection
import Features
import Readers
import Records

/// The main job: reads inputs in the order given and analyses the addresses of all of them.
public struct Scan: Sendable {
  public let options: ScanOptions
  public let threadCount: Int

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
    var tables = AddressTables(options: options)
    let reader = InputReader()
    var summaries: [InputSummary] = []
    for (index, path) in inputs.enumerated() {
      if isCancelled() {
        summaries.append(.unread(path))
        continue
      }
      summaries.append(
        reader.read(
          path, isCancelled: isCancelled, progress: { progress(index, $0) },
          { tables.add($0, input: index) }))
    }
    let populations = PopulationAnalyzer(options: options, threadCount: threadCount)
      .populations(of: tables.contents)
    return ScanReport(
      version: version, options: options, inputs: summaries, populations: populations)
  }
}
