import Foundation
import Records

extension CivilZone {
  /// A zone by its name: `UTC`, an offset (`+01:00`), or a name of the IANA database
  /// (`Europe/Berlin`).
  ///
  /// Never the machine's own. Where clocks were put back, a time that was shown twice is the earlier
  /// one; where they were put forward, times that no clock showed are none.
  ///
  /// - Returns: nil for a name that nobody knows.
  public init?(named name: String) {
    if ["UTC", "Z", "utc", "z"].contains(name) {
      self = .universal
    } else if let seconds = Self.offset(name) {
      self.init(name: name, secondsEast: seconds)
    } else if TimeZone.knownTimeZoneIdentifiers.contains(name),
      let zone = TimeZone(identifier: name)
    {
      self.init(name: name) { local in Self.universalSeconds(ofLocal: local, in: zone) }
    } else {
      return nil
    }
  }

  /// Seconds east of UTC of `+01:00`, `-0530` or `+01`.
  private static func offset(_ text: String) -> Int64? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.count == 2 || digits.count == 4,
      digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let hours = Int64(digits.prefix(2)), hours < 24,
      let minutes = digits.count == 2 ? 0 : Int64(digits.suffix(2)), minutes < 60
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// The offsets a day before and after are the only ones that can hold at a moment between, for
  /// clocks are changed months apart.
  private static func universalSeconds(ofLocal local: Int64, in zone: TimeZone) -> Int64? {
    let secondsPerDay: Int64 = 86_400
    let offsets = [local - secondsPerDay, local + secondsPerDay].map { offset(zone, at: $0) }
    for offset in Set(offsets).sorted(by: >) {
      let moment = local - offset
      if self.offset(zone, at: moment) == offset { return moment }
    }
    return nil
  }

  private static func offset(_ zone: TimeZone, at seconds: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
  }
}
