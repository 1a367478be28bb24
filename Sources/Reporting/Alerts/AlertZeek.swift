import Records
import State

/// A finding as a line of a log in Zeek's tab-separated format, which zeek-cut and Zeek's readers take.
enum AlertZeek {
  /// Names and types of the columns, in order.
  static let columns: [(name: String, type: String)] = [
    ("ts", "time"), ("id", "string"), ("detector", "string"), ("side", "string"),
    ("address", "addr"), ("day", "string"), ("first", "time"), ("last", "time"),
    ("packets", "count"), ("bytes", "count"), ("score", "double"), ("p_value", "double"),
    ("capture", "string"), ("first_packet", "count"), ("reference", "string"),
    ("reasons", "vector[string]"), ("version", "string"),
  ]

  /// Without `#open`, which would tell the time of writing.
  static let header = """
    #separator \\x09
    #set_separator\t,
    #empty_field\t\(ZeekText.empty)
    #unset_field\t\(ZeekText.unset)
    #path\tipclust
    #fields\t\(columns.map(\.name).joined(separator: "\t"))
    #types\t\(columns.map(\.type).joined(separator: "\t"))

    """

  static func write(_ finding: Finding, version: String, to output: OutputBuffer) {
    let fields = [
      finding.time.zeekText, ZeekText.field(finding.id),
      ZeekText.field(finding.detector.rawValue), ZeekText.field(finding.side.rawValue),
      finding.address.description, finding.day,
      finding.firstTimestamp?.withinFourDigitYears.zeekText ?? ZeekText.unset,
      finding.lastTimestamp?.withinFourDigitYears.zeekText ?? ZeekText.unset,
      "\(finding.packetCount)", "\(finding.byteCount)", finding.anomalyScore.description,
      finding.pValue.description, ZeekText.field(bytes: finding.capturePath.bytes),
      "\(finding.firstPacket)", ZeekText.field(finding.reference),
      ZeekText.elements(finding.reasons), ZeekText.field(version),
    ]
    precondition(fields.count == columns.count, "a line has a field for each column")
    output.write(fields.joined(separator: "\t") + "\n")
  }
}

extension Timestamp {
  /// Seconds since 1970 with six digits after the point, as Zeek writes times; more are cut.
  fileprivate var zeekText: String {
    let microseconds = Int(nanoseconds / 1000)
    let isNegative = seconds < 0
    let whole = isNegative && microseconds > 0 ? -(seconds + 1) : abs(seconds)
    let rest = isNegative && microseconds > 0 ? 1_000_000 - microseconds : microseconds
    let digits = String(rest)
    return (isNegative ? "-" : "") + "\(whole)."
      + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
