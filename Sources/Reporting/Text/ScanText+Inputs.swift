import Detection
import Records

extension ScanText {
  /// More inputs than this are summed up; those with damage are still named one by one.
  private static let namedInputLimit = 10

  /// Writes what became of every input and every packet.
  func writeInputs() {
    let inputs = report.inputs
    if inputs.count > Self.namedInputLimit {
      paragraph(total(of: inputs), indent: 2)
    }
    for input in inputs where inputs.count <= Self.namedInputLimit || input.status != .ok {
      paragraph(sentence(for: input), indent: 2, paint: input.status == .ok ? nil : .alarm)
    }
  }

  private func sentence(for input: InputSummary) -> String {
    var text = TerminalText.name(of: input.path, isUnicode: style.isUnicode) + ": "
    if input.status == .error {
      text += "nothing usable" + place(of: input.failure)
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
      text += "; damaged" + place(of: failure)
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

  private func place(of failure: InputFailure?) -> String {
    guard let failure else { return "" }
    var text = ""
    if let record = failure.record { text += " at record \(record)" }
    if let byteOffset = failure.byteOffset {
      text += (text.isEmpty ? " at" : ",") + " byte \(byteOffset)"
    }
    return text + ": " + TerminalText.escape(failure.message, isUnicode: style.isUnicode)
  }

  private func total(of inputs: [InputSummary]) -> String {
    let packetCount = inputs.reduce(0) { $0 + $1.packetCount }
    let usedPacketCount = inputs.reduce(0) { $0 + $1.usedPacketCount }
    var sum = InputSummary(path: .standardInput)
    for input in inputs { sum.skipped.merge(input.skipped, uniquingKeysWith: +) }
    return inputs.count.counted("input", "inputs") + ": "
      + packetCount.counted("packet", "packets") + ", \(usedPacketCount.grouped) used"
      + skips(of: sum)
  }
}
