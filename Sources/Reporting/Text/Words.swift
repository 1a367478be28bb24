import Detection
import Features
import Records

/// Our values in the reader's words.
extension SkipReason {
  private static let words: [SkipReason: String] = [
    .truncatedRecord: "cut off", .corruptRecord: "damaged", .corruptBlock: "in damaged blocks",
    .truncatedHeader: "too short for their headers", .badHeader: "with a malformed IP header",
    .noIP: "without an IP header", .tooDeep: "nested too deeply",
    .unsupportedLinkType: "of an unknown link type", .filtered: "filtered out",
    .outsideTime: "outside the time asked for", .badIP: "whose address is none",
    .badTime: "with an unreadable time", .badValue: "with an unreadable value",
    .missingField: "with missing fields", .missingValue: "with an empty field",
    .tooLong: "too long", .encoding: "not in UTF-8", .malformed: "not understood",
    .badSuccess: "that say neither success nor failure", .badType: "with a value of another type",
    .negativeDuration: "that end before they start", .notAnAttempt: "that tell of no attempt",
    .sameAttempt: "of an attempt that is counted already", .otherProgram: "of other programs",
  ]

  /// Follows a number: `12 without an IP header`.
  var words: String { Self.words[self] ?? rawValue }
}

extension InputSummary {
  /// What one and several records of the input are called.
  var recordWords: (singular: String, plural: String) {
    switch format {
    case .csv, .sqlite: ("row", "rows")
    case .zeek: ("connection", "connections")
    case .addresses, .authLog: ("line", "lines")
    case .journal: ("entry", "entries")
    default: ("packet", "packets")
    }
  }
}

extension InputSummary {
  /// What is counted up to the place of a failure: bytes of the file, or what they were compressed
  /// from.
  package var byteWord: String {
    compression == nil || compression == InputSummary.Compression.none
      ? "byte" : "decompressed byte"
  }
}

extension Population {
  /// `Source addresses, IPv4`.
  var title: String {
    (side == .source ? "Source" : "Destination") + " addresses, "
      + (family == .ipv4 ? "IPv4" : "IPv6")
  }
}

extension Timestamp {
  /// The start of a day since 1970, UTC.
  package init(day: Int64) {
    self.init(seconds: day * 86_400, nanoseconds: 0, fractionDigitCount: 0)
  }

  /// `2012-03-16`, in UTC.
  package var dateText: String { String(description.prefix { $0 != "T" }) }

  /// `2012-03-16 12:30:00`, in UTC; the fraction is left to machine formats.
  var clockText: String {
    let text = description.prefix { $0 != "." && $0 != "Z" }
    return String(text.map { $0 == "T" ? " " : $0 })
  }
}
