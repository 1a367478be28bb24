import Records

/// Packets and bytes that the rows of several texts tell of, whose sums must not stop unsaid.
struct StatedCounts {
  private var packetCount = 0
  private var byteCount = 0

  /// Adds those of one input.
  ///
  /// - Returns: the summary, with the class `overflow` where a sum reaches its end with this input.
  mutating func adding(_ summary: InputSummary) -> InputSummary {
    let isPacketSumOver = Self.add(summary.statedPacketCount, to: &packetCount)
    let isByteSumOver = Self.add(summary.statedByteCount, to: &byteCount)
    guard isPacketSumOver || isByteSumOver else { return summary }
    let words = isPacketSumOver ? (isByteSumOver ? "packets and bytes" : "packets") : "bytes"
    let failure = InputFailure(
      .overflow,
      "its rows tell of \(words) that add up to \(Int.max) or more, where counts stop; correct the "
        + "rows")
    var summary = summary
    if summary.failure == nil {
      summary.failure = failure
      summary.status = .partial
    } else {
      summary.note = [summary.note, failure.message].compactMap { $0 }.joined(separator: "; ")
    }
    return summary
  }

  /// Whether `sum` comes to its end with `count`; false where it stood there already.
  private static func add(_ count: Int, to sum: inout Int) -> Bool {
    guard sum < .max else { return false }
    let (total, didOverflow) = sum.addingReportingOverflow(count)
    sum = didOverflow ? .max : total
    return sum == .max
  }
}
