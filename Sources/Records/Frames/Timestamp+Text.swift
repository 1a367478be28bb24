extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with the source's fraction digits: `2012-03-16T12:30:00.260000Z`.
  ///
  /// A year beyond 0000 ... 9999 takes the signed form of ISO 8601, which RFC 3339 leaves out.
  public var description: String {
    let (days, secondOfDay) = seconds.flooredDivision(by: 86_400)
    let date = CivilDate(daysSinceEpoch: days)
    let time = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
      .map { Self.padded($0, 2) }.joined(separator: ":")
    let isFourDigits = date.year >= 0 && date.year <= 9999
    let sign = isFourDigits ? "" : date.year < 0 ? "-" : "+"
    let day = "\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
    return "\(sign)\(Self.padded(abs(date.year), 4))-\(day)T\(time)\(fraction)Z"
  }

  /// The digits after the point with the point, or nothing.
  private var fraction: String {
    guard fractionDigitCount > 0 else { return "" }
    return "." + Self.padded(Int64(nanoseconds), 9).prefix(Int(fractionDigitCount))
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Timestamp {
  /// The years 0000 ... 9999, the only ones that RFC 3339 can write.
  private static let writableSeconds: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  /// Whether RFC 3339 can write the time, which every output needs.
  ///
  /// Texts with another are refused; a capture's frame is used whatever its time says.
  var hasFourDigitYear: Bool { Self.writableSeconds.contains(seconds) }

  /// Reads epoch seconds (`1331901000.260000`) or an RFC 3339 time; nil for other text, and for
  /// years beyond 0000 ... 9999.
  public init?(text: Span<UInt8>) {
    if let epoch = Self(epochSeconds: text) {
      self = epoch
    } else if let civil = Self(civil: text) {
      self = civil
    } else {
      return nil
    }
    guard hasFourDigitYear else { return nil }
  }

  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(text: bytes.span)
  }

  /// Reads seconds since 1970 with an optional sign and fraction; digits past the ninth are cut.
  public init?(epochSeconds text: Span<UInt8>) {
    var scanner = DigitScanner()
    let isNegative = scanner.take(UInt8(ascii: "-"), in: text)
    guard let seconds = scanner.number(in: text, digitCounts: 1...18),
      let (nanoseconds, digitCount) = scanner.fraction(in: text), scanner.isAtEnd(of: text)
    else { return nil }
    if !isNegative {
      self.init(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: digitCount)
    } else if nanoseconds == 0 {
      self.init(seconds: -seconds, nanoseconds: 0, fractionDigitCount: digitCount)
    } else {
      self.init(
        seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds,
        fractionDigitCount: digitCount)
    }
  }

  /// Reads `2012-03-16T12:30:00.26+01:00`; a blank may replace the T.
  ///
  /// A leap second is the first moment of the next minute, as POSIX time has it.
  ///
  /// - Parameter zone: of a time that names none.
  public init?(civil text: Span<UInt8>, in zone: CivilZone = .universal) {
    var scanner = DigitScanner()
    guard let year = scanner.number(in: text, digitCounts: 4...4),
      scanner.take(UInt8(ascii: "-"), in: text),
      let month = scanner.number(in: text, digitCounts: 2...2),
      scanner.take(UInt8(ascii: "-"), in: text),
      let day = scanner.number(in: text, digitCounts: 2...2),
      scanner.take(anyOf: "Tt ", in: text),
      let hour = scanner.number(in: text, digitCounts: 2...2), hour < 24,
      scanner.take(UInt8(ascii: ":"), in: text),
      let minute = scanner.number(in: text, digitCounts: 2...2), minute < 60,
      scanner.take(UInt8(ascii: ":"), in: text),
      let second = scanner.number(in: text, digitCounts: 2...2), second <= 60,
      let (nanoseconds, digitCount) = scanner.fraction(in: text),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let local = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second
    let seconds: Int64
    if scanner.isAtEnd(of: text) {
      guard let universal = zone.universalSeconds(ofLocal: local) else { return nil }
      seconds = universal
    } else {
      guard let offset = scanner.zoneOffset(in: text), scanner.isAtEnd(of: text) else { return nil }
      seconds = local - offset
    }
    self.init(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: digitCount)
  }
}

/// Takes decimal fields off the front of a text.
private struct DigitScanner {
  private var offset = 0

  func isAtEnd(of text: Span<UInt8>) -> Bool { offset == text.count }

  mutating func take(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  mutating func take(anyOf bytes: String, in text: Span<UInt8>) -> Bool {
    for byte in bytes.utf8 where take(byte, in: text) { return true }
    return false
  }

  /// A run of digits whose number lies in `digitCounts`, at most 18.
  mutating func number(in text: Span<UInt8>, digitCounts: ClosedRange<Int>) -> Int64? {
    let start = offset
    var number: Int64 = 0
    while offset < text.count, text[offset] >= UInt8(ascii: "0"), text[offset] <= UInt8(ascii: "9"),
      offset - start < digitCounts.upperBound
    {
      number = number * 10 + Int64(text[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return offset - start >= digitCounts.lowerBound ? number : nil
  }

  /// Nanoseconds and digits after a point; zero without one, nil where digits are missing.
  mutating func fraction(in text: Span<UInt8>) -> (UInt32, UInt8)? {
    guard take(UInt8(ascii: "."), in: text) else { return (0, 0) }
    let start = offset
    guard var number = number(in: text, digitCounts: 1...9) else { return nil }
    let digitCount = offset - start
    for _ in digitCount..<9 { number *= 10 }
    while self.number(in: text, digitCounts: 1...9) != nil {}
    return (UInt32(number), UInt8(digitCount))
  }

  /// Seconds east of UTC.
  mutating func zoneOffset(in text: Span<UInt8>) -> Int64? {
    if take(anyOf: "Zz", in: text) { return 0 }
    let isWest = take(UInt8(ascii: "-"), in: text)
    guard isWest || take(UInt8(ascii: "+"), in: text),
      let hours = number(in: text, digitCounts: 2...2), hours < 24
    else { return nil }
    _ = take(UInt8(ascii: ":"), in: text)
    guard let minutes = number(in: text, digitCounts: 2...2), minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}
