import ArgumentParser
import Records
import Scanning

/// Values of options from their text, with one wording for all that do not fit.
///
/// ArgumentParser's own conversion says neither what was expected nor all of it on one line.
struct OptionValue {
  let option: String
  let text: String

  init(_ option: String, _ text: String) {
    self.option = option
    self.text = text
  }

  func choice<Choice>(_ type: Choice.Type) throws -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map { "'\($0.rawValue)'" }
      throw unexpected(names.dropLast().joined(separator: ", ") + " or " + (names.last ?? ""))
    }
    return choice
  }

  func count(from minimum: Int) throws -> Int {
    guard let count = Int(text), count >= minimum else {
      throw unexpected("a whole number from \(minimum) up")
    }
    return count
  }

  func count(in range: ClosedRange<Int>) throws -> Int {
    guard let count = Int(text), range.contains(count) else {
      throw unexpected("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  /// `2:9`: all whole numbers from the first to the second.
  func counts(in limits: ClosedRange<Int>) throws -> ClosedRange<Int> {
    let bounds = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard bounds.count == 2, let first = bounds[0], let last = bounds[1], first <= last,
      limits.contains(first), limits.contains(last)
    else {
      throw unexpected(
        "two whole numbers from \(limits.lowerBound) to \(limits.upperBound), such as '2:9'")
    }
    return first...last
  }

  /// Where output goes: a path as bytes, or nil for standard output, `-`.
  func destination() throws -> [UInt8]? {
    guard !text.isEmpty else { throw unexpected("a file, or '-' for standard output") }
    return text == "-" ? nil : RawArguments.bytes(of: text)
  }

  /// Refuses a database, which this option asks for, where there is no file to write it to.
  func needsFile(_ output: String) throws {
    guard output != "-" else {
      throw ValidationError(
        "\(option) \(text): expected a file to write, because a database cannot be streamed; "
          + "add --output FILE")
    }
  }

  func finiteNumber() throws -> Double {
    guard let number = Double(text), number.isFinite else { throw unexpected("a number") }
    return number
  }

  func zone() throws -> CivilZone {
    guard let zone = LoginSource.zone(named: text) else {
      throw unexpected("'UTC', an offset such as '+01:00', or a name such as 'Europe/Berlin'")
    }
    return zone
  }

  /// A moment: RFC 3339, also without seconds, epoch seconds, or a date alone for its midnight in UTC.
  func timestamp() throws -> Timestamp {
    // Behind `2012-03-16T12:30` a zone may follow.
    let withSeconds = text.prefix(16) + ":00" + text.dropFirst(16)
    guard
      let timestamp = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") ?? Timestamp(withSeconds)
    else {
      throw unexpected(
        "a time such as '2012-03-16T12:30:00Z', a date, or seconds since 1970")
    }
    return timestamp
  }

  /// A moment as `timestamp()` takes it, in `zone` where it names none.
  func timestamp(in zone: CivilZone) throws -> Timestamp {
    let bytes = [Array(text.utf8), Array((text + "T00:00:00").utf8), Array((text + ":00").utf8)]
    for bytes in bytes {
      if let timestamp = Timestamp(civil: bytes.span, in: zone) { return timestamp }
    }
    // A time that no clock of the zone showed must not become one of UTC.
    for bytes in bytes where Timestamp(civil: bytes.span) != nil {
      throw unexpected("a time that clocks of '\(zone.name)' showed")
    }
    return try timestamp()
  }

  /// Whole days of `7d`.
  func dayCount(in range: ClosedRange<Int>) throws -> Int {
    guard text.hasSuffix("d"), let count = Int(text.dropLast()), range.contains(count) else {
      throw unexpected("days from \(range.lowerBound) to \(range.upperBound), such as '7d'")
    }
    return count
  }

  /// Seconds of `30`, `30s`, `5m`, `2h` or `7d`.
  func durationSeconds(upTo maximum: Int) throws -> Int {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let unit = text.last.flatMap { units[$0] }
    let number = Int(unit == nil ? text[...] : text.dropLast())
    guard let number, number > 0, number <= maximum / (unit ?? 1) else {
      throw unexpected("a duration such as '30', '30s', '5m', '2h' or '7d'")
    }
    return number * (unit ?? 1)
  }

  func seed() throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw unexpected("a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }

  func unexpected(_ expectation: String) -> ValidationError {
    ValidationError("\(option): expected \(expectation), but found '\(text)'")
  }
}
