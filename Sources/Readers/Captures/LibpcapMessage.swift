import Records

/// libpcap's own words for a fault, and what they mean in the outcome contract.
///
/// The library reports faults as sentences only, so they are told apart by their words (1.10).
struct LibpcapMessage: Error {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// Whether the file is a sound pcapng section that never declares an interface: no packets.
  var meansNoInterface: Bool { text.contains("has no Interface Description Blocks") }

  /// What is wrong with a file that cannot be opened as `format`.
  func openFailure(_ format: InputSummary.Format) -> InputFailure {
    if text.contains("truncated") {
      return InputFailure(
        .truncatedFileHeader,
        "the file ends inside its \(format.rawValue) header; copy it again", byteOffset: 0)
    }
    if text.contains("version") {
      return InputFailure(
        .unsupportedVersion,
        "expected version 2.3 or 2.4 of pcap or 1.x of pcapng, but found: \(text); "
          + "convert it with editcap", byteOffset: 0)
    }
    if text.contains("unknown file format") || text.contains("archaic") {
      return InputFailure(
        .notACapture, "the file begins like \(format.rawValue) but does not go on like it")
    }
    return InputFailure(
      format == .pcapng ? .corruptBlock : .unsupportedFormat,
      "the file's first blocks cannot be read: \(text)")
  }

  /// What is wrong with record `record`, which a classic pcap has at `byteOffset`.
  func recordFailure(
    _ format: InputSummary.Format, record: Int, byteOffset: Int?
  ) -> (reason: SkipReason, failure: InputFailure) {
    let place = byteOffset.map { " at byte \($0)" } ?? ""
    if text.contains("truncated") {
      return (
        .truncatedRecord,
        InputFailure(
          .truncatedRecord,
          "record \(record)\(place) is cut: \(text); copy the file again, or take the result "
            + "as it is with --allow-partial", record: record, byteOffset: byteOffset)
      )
    }
    if format == .pcap {
      return (
        .corruptRecord,
        InputFailure(
          .corruptRecord,
          "record \(record)\(place) expected a record header, but found: \(text)",
          record: record, byteOffset: byteOffset)
      )
    }
    if let remedy = unsupportedMixture {
      return (
        .corruptBlock,
        InputFailure(
          .unsupportedFormat, "record \(record) comes after \(remedy); libpcap says: \(text)",
          record: record)
      )
    }
    return (
      .corruptBlock,
      InputFailure(
        .corruptBlock, "record \(record) expected a pcapng block, but found: \(text)",
        record: record)
    )
  }

  /// Sound files that libpcap does not read, with what to do.
  private var unsupportedMixture: String? {
    if text.contains("different from the type of the first interface") {
      return "an interface of another link type; split the file by interface with tshark"
    }
    if text.contains("different from the snapshot length") {
      return "an interface of another snapshot length; split the file by interface with tshark"
    }
    if text.contains("byte order") {
      return "a section of another byte order; rewrite the file with editcap"
    }
    return nil
  }
}
