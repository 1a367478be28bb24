import Records

/// What became of every input and every packet, as texts on addresses begin.
struct InputsText {
  let inputs: [InputSummary]
  let ignored: [IgnoredInput]
  let page: TextPage

  /// More inputs than this are summed up; those with damage are still named one by one.
  private static let namedInputLimit = 10

  private var words: InputWords { InputWords(style: page.style) }

  func write() {
    if inputs.count > Self.namedInputLimit {
      let sum = sum(of: inputs)
      page.paragraph(total(sum, inputCount: inputs.count), margin: 0, indent: 2)
      writeTrust(in: sum)
    }
    for input in inputs where inputs.count <= Self.namedInputLimit || input.status != .ok {
      page.paragraph(
        words.sentence(for: input), margin: 0, indent: 2,
        paint: input.status == .ok ? nil : .alarm)
      writeTrust(in: input)
    }
    if !ignored.isEmpty { page.paragraph(ignoredSentence, margin: 0, indent: 2) }
  }

  private func writeTrust(in input: InputSummary) {
    let remarks = trustRemarks(on: input)
    if !remarks.isEmpty { page.paragraph("Mind: " + remarks.joined(separator: "; ")) }
  }

  /// `3 files ignored (2 not-a-capture, 1 symbolic-link)`.
  private var ignoredSentence: String {
    let list = IgnoredInput.Reason.allCases.compactMap { reason -> String? in
      let count = ignored.count { $0.reason == reason }
      return count > 0 ? "\(count.grouped) \(reason.rawValue)" : nil
    }
    return ignored.count.counted("file", "files")
      + " ignored (\(list.joined(separator: ", ")))"
  }

  private func total(_ sum: InputSummary, inputCount: Int) -> String {
    inputCount.counted("input", "inputs") + ": "
      + sum.packetCount.counted("packet", "packets") + ", \(sum.usedPacketCount.grouped) used"
      + words.skips(of: sum)
  }

  /// The counts of several inputs as if they were one; silences between two of them do not count.
  private func sum(of inputs: [InputSummary]) -> InputSummary {
    var sum = InputSummary(path: .standardInput)
    for input in inputs {
      sum.packetCount += input.packetCount
      sum.usedPacketCount += input.usedPacketCount
      sum.skipped.merge(input.skipped, uniquingKeysWith: +)
      sum.snapshotTruncatedCount += input.snapshotTruncatedCount
      sum.untimedPacketCount += input.untimedPacketCount
      sum.outOfOrderCount += input.outOfOrderCount
      sum.duplicateFrameCount += input.duplicateFrameCount
      sum.timeGapCount += input.timeGapCount
      if let gap = input.longestTimeGap,
        gap.durationSeconds > sum.longestTimeGap?.durationSeconds ?? 0
      {
        sum.longestTimeGap = gap
      }
    }
    return sum
  }
}
