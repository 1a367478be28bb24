import Detection
import Records

extension ScanText {
  /// More inputs than this are summed up; those with damage are still named one by one.
  private static let namedInputLimit = 10

  /// Writes what became of every input and every packet.
  func writeInputs() {
    let inputs = report.inputs
    if inputs.count > Self.namedInputLimit {
      let sum = sum(of: inputs)
      paragraph(total(sum, inputCount: inputs.count), indent: 2)
      writeTrust(in: sum)
    }
    for input in inputs where inputs.count <= Self.namedInputLimit || input.status != .ok {
      paragraph(sentence(for: input), indent: 2, paint: input.status == .ok ? nil : .alarm)
      writeTrust(in: input)
    }
    if !report.ignored.isEmpty { paragraph(ignoredSentence, indent: 2) }
  }

  private func writeTrust(in input: InputSummary) {
    let remarks = trustRemarks(on: input)
    if !remarks.isEmpty {
      paragraph("Mind: " + remarks.joined(separator: "; "), margin: 2, indent: 4)
    }
  }

  /// `3 files ignored (2 not-a-capture, 1 symbolic-link)`.
  private var ignoredSentence: String {
    let list = IgnoredInput.Reason.allCases.compactMap { reason -> String? in
      let count = report.ignored.count { $0.reason == reason }
      return count > 0 ? "\(count.grouped) \(reason.rawValue)" : nil
    }
    return report.ignored.count.counted("file", "files")
      + " ignored (\(list.joined(separator: ", ")))"
  }

  private func sentence(for input: InputSummary) -> String {
    var text = TerminalText.name(of: input.path, isUnicode: style.isUnicode) + ": "
    if input.status == .error {
      text += "nothing usable" + place(of: input.failure, in: input)
      if input.packetCount == 0 { return text }
      text += "; "
    }
    text += counts(of: input)
    if let first = input.firstTimestamp, let last = input.lastTimestamp {
      text += ", \(first.clockText) to \(last.clockText) UTC"
    }
    text += skips(of: input)
    if let count = input.kernelDroppedCount, count > 0 {
      text += "; \(count.grouped) more dropped by the kernel"
    }
    if let failure = input.failure, input.status == .partial {
      text += "; damaged" + place(of: failure, in: input)
    }
    if let note = input.note {
      text += "; " + TerminalText.escape(note, isUnicode: style.isUnicode)
    }
    return text
  }

  private func counts(of input: InputSummary) -> String {
    let words = input.recordWords
    return input.packetCount.counted(words.singular, words.plural)
      + ", \(input.usedPacketCount.grouped) used"
  }

  /// `; 402 skipped (400 without an IP header, 2 nested too deeply)`.
  private func skips(of input: InputSummary) -> String {
    let skips = input.orderedSkips
    guard !skips.isEmpty else { return "" }
    let total = skips.reduce(0) { $0 + $1.count }
    let list = skips.map { "\($0.count.grouped) \($0.reason.words)" }.joined(separator: ", ")
    return "; \(total.grouped) skipped (\(list))"
  }

  private func place(of failure: InputFailure?, in input: InputSummary) -> String {
    guard let failure else { return "" }
    var text = ""
    if let record = failure.record { text += " at record \(record)" }
    if let byteOffset = failure.byteOffset {
      text += (text.isEmpty ? " at" : ",") + " \(input.byteWord) \(byteOffset)"
    }
    return text + ": " + TerminalText.escape(failure.message, isUnicode: style.isUnicode)
  }

  private func total(_ sum: InputSummary, inputCount: Int) -> String {
    inputCount.counted("input", "inputs") + ": "
      + sum.packetCount.counted("packet", "packets") + ", \(sum.usedPacketCount.grouped) used"
      + skips(of: sum)
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
