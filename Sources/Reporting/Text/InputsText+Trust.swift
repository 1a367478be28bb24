import Records

extension InputsText {
  /// Below this share of one-way packets both directions were captured, as far as anybody can tell.
  private static let oneWayShare = 0.5
  /// Fewer packets are an excerpt, of which nothing follows.
  private static let convincingPacketCount = 100

  /// What may be wrong with how an input was captured, one remark each; nothing where all is well.
  func trustRemarks(on input: InputSummary) -> [String] {
    var remarks: [String] = []
    func remark(_ count: Int, _ text: String) {
      if count > 0 { remarks.append(count.grouped + " " + text) }
    }
    remark(input.snapshotTruncatedCount, "cut by the snapshot length")
    remark(input.untimedPacketCount, "without a time")
    remark(input.outOfOrderCount, "out of order")
    remark(
      input.duplicateFrameCount,
      "captured twice (\(share(input.duplicateFrameCount, of: input.usedPacketCount)))")
    if let gap = input.longestTimeGap {
      remarks.append(
        input.timeGapCount.counted("silence", "silences")
          + " of a minute or more, the longest \(gap.durationText) from \(gap.start.clockText)")
    }
    if let oneWayCount = input.oneWayPacketCount, input.isCapture,
      input.usedPacketCount >= Self.convincingPacketCount,
      Double(oneWayCount) >= Self.oneWayShare * Double(input.usedPacketCount)
    {
      remarks.append(
        "\(share(oneWayCount, of: input.usedPacketCount)) of the packets come from addresses to "
          + "which none was sent; was only one direction captured?")
    }
    return remarks
  }

  private func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    return (Double(part) / Double(whole)).percentage
  }
}

extension InputSummary {
  fileprivate var isCapture: Bool { format == .pcap || format == .pcapng }
}

extension TimeGap {
  /// `90 s`, `12 min`, `3.5 h`, `4.0 d`.
  fileprivate var durationText: String {
    let seconds = durationSeconds
    if seconds < 120 { return "\(Int(seconds)) s" }
    if seconds < 7200 { return "\(Int(seconds / 60)) min" }
    if seconds < 172_800 { return "\((seconds / 3600).rounded(digitCount: 1)) h" }
    return "\((seconds / 86_400).rounded(digitCount: 1)) d"
  }
}
