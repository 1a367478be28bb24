import Detection
import Features
import Records
import Reporting
import State

/// Learns what is ordinary from the addresses that the state remembers.
struct BaselineLearning {
  let version: String
  let seed: UInt64
  let threadCount: Int

  /// Addresses of fewer have no clusters.
  private static let smallestAddressCount = 3
  /// Shapes the calibration only: those who judge set their own rate.
  private static let pValue = 1e-3

  /// The baseline of `days`; nil where no population has addresses enough, or the model would be larger
  /// than what is read.
  ///
  /// Addresses that were found strange stay out, unless feedback called them benign.
  func learn(
    _ days: Range<Int64>, _ reader: StateReader, feedback: FeedbackRules
  ) throws(StateFailure) -> (entry: BaselineEntry, model: SavedModel)? {
    let strangers = try strangers(since: days.lowerBound, reader, feedback)
    var contents: [PopulationAnalyzer.Addresses] = []
    for side in Side.allCases {
      for family in AddressFamily.allCases {
        let records = try reader.addresses(on: side, of: family, days: days)
          .filter { !strangers.contains(Subject(side: side, address: $0.address)) }
          .map(Self.record)
        guard records.count >= Self.smallestAddressCount else { continue }
        contents.append(PopulationAnalyzer.Addresses(side: side, family: family, records: records))
      }
    }
    var options = ScanOptions()
    options.threshold = .pValue(Self.pValue)
    options.seed = seed
    let populations = PopulationAnalyzer(
      options: options, threadCount: threadCount, task: .learn
    ).populations(of: contents)
    let report = ScanReport(
      version: version, options: options, inputs: [], populations: populations)
    guard let model = SavedModel(report), let bytes = ModelFile.bytes(of: model) else { return nil }
    let entry = BaselineEntry(
      startSeconds: days.lowerBound * WatchOptions.secondsPerDay,
      endSeconds: days.upperBound * WatchOptions.secondsPerDay, model: bytes)
    return (entry, model)
  }

  private struct Subject: Hashable {
    let side: Side
    let address: IPAddress
  }

  private func strangers(
    since day: Int64, _ reader: StateReader, _ feedback: FeedbackRules
  ) throws(StateFailure) -> Set<Subject> {
    Set(
      try reader.findings(since: day * WatchOptions.secondsPerDay).map(\.finding)
        .filter {
          feedback.whyBenign($0.detector, $0.side, $0.address, at: $0.windowStart) == nil
        }
        .map { Subject(side: $0.side, address: $0.address) })
  }

  private static func record(_ history: AddressHistory) -> AddressRecord {
    AddressRecord(
      address: history.address, firstInput: 0, firstPacket: 0, packetCount: history.packetCount,
      byteCount: history.byteCount, firstTimestamp: history.firstTimestamp,
      lastTimestamp: history.lastTimestamp)
  }
}
