import Features
import Records

/// What became of every source: an input with a summary, or something to be ignored.
struct InputAccount {
  private(set) var summaries: [InputSummary] = []
  private(set) var ignored: [IgnoredInput] = []
  /// For each source its index among the inputs, had it one.
  private var inputIndices: [Int] = []

  /// Sources that have been accounted for.
  var sourceCount: Int { inputIndices.count }

  /// For each source the records of all inputs before it.
  var recordOffsets: [Int] {
    var offsets = [0]
    for summary in summaries {
      offsets.append(offsets[offsets.count - 1] + summary.lastRecordNumber)
    }
    return inputIndices.map { offsets[$0] }
  }

  mutating func add(_ summary: InputSummary, of source: InputSource) {
    inputIndices.append(summaries.count)
    if case .ignored(let reason) = source.standing {
      ignored.append(IgnoredInput(path: source.path, reason: reason))
    } else if let reason = source.reasonToIgnore(summary) {
      ignored.append(IgnoredInput(path: source.path, reason: reason))
    } else {
      summaries.append(summary)
    }
  }

  /// `records`, whose inputs are counted among the sources, with the indices of a report.
  func renumbered(_ records: [AddressRecord]) -> [AddressRecord] {
    guard !ignored.isEmpty else { return records }
    return records.map { record in
      var record = record
      record.firstInput = inputIndices[record.firstInput]
      return record
    }
  }
}
