import Features
import Records
import State

/// What every format of an alert says of a finding: names, sentences and times.
extension Finding {
  /// `unusual source address`, the name of the rule that raised it.
  var ruleName: String {
    switch detector {
    case .addresses: "unusual \(side.rawValue) address"
    }
  }

  /// A name of the rule that does not change with its words.
  var ruleId: String { "ipclust.\(detector.rawValue).\(side.rawValue)" }

  /// `unusual source address 192.0.2.7`.
  var title: String { "\(ruleName) \(address)" }

  /// One sentence for people: what, when, why.
  ///
  /// Reasons come out of a database; whatever they hold, a terminal may show the sentence.
  var sentence: String { "\(title) on \(day)" + (why.map { ": \($0)" } ?? "") }

  /// The reasons for people; nil for none.
  var why: String? {
    reasons.isEmpty ? nil : TerminalText.escape(reasons.joined(separator: "; "))
  }

  /// The day that it speaks of: `2026-11-28`.
  var day: String {
    let start = Timestamp(seconds: windowStart, nanoseconds: 0, fractionDigitCount: 0)
    return start.withinFourDigitYears.dateText
  }

  /// When its first packet was seen, or else the start of the day.
  var time: Timestamp {
    (firstTimestamp ?? Timestamp(seconds: windowStart, nanoseconds: 0, fractionDigitCount: 0))
      .withinFourDigitYears
  }

  /// The path of its capture for people and for formats without escapes.
  var shownPath: String { TerminalText.escape(bytes: capturePath.bytes) }
}

extension Timestamp {
  /// The nearest time that RFC 3339 can write, which formats of others ask for; hostile captures hold
  /// others.
  var withinFourDigitYears: Timestamp {
    if year != nil { return self }
    // The first and the last second of the years 0000 to 9999.
    let seconds: Int64 = seconds < 0 ? -62_167_219_200 : 253_402_300_799
    return Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: fractionDigitCount)
  }

  /// Of a time within four-digit years, whole milliseconds since 1970.
  var milliseconds: Int { Int(seconds) * 1000 + Int(nanoseconds / 1_000_000) }

  /// With at most `limit` digits after the point; the others are cut.
  func cut(toFractionDigits limit: UInt8) -> Timestamp {
    guard fractionDigitCount > limit else { return self }
    return Timestamp(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: limit)
  }
}
