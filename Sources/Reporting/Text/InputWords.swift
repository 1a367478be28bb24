import Records

/// What became of an input, in a sentence.
struct InputWords {
  let style: TextStyle

  /// What it was, how many of its records were used, and why the others were not.
  func sentence(for input: InputSummary) -> String {
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
  func skips(of input: InputSummary) -> String {
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
}
