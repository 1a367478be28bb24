import Features
import Readers
import Records

extension LoginSource {
  /// The zone of this name; nil where there is none.
  public static func zone(named name: String) -> CivilZone? { CivilZone(named: name) }
}

extension LoginLog {
  public typealias Resolution = MinuteTable.Resolution

  /// A step such as `30s`, `1min`, `5min` or `1h`; nil for other text, and for a step of which a day is
  /// no whole number.
  public static func resolution(_ text: String) -> Resolution? {
    let units: [(name: String, seconds: Int64)] = [
      ("min", 60), ("s", 1), ("h", 3600), ("m", 60), ("d", 86_400),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let count = Int64(text.dropLast(unit.name.count)), count > 0, count <= 86_400
    else { return nil }
    return Resolution(seconds: count * unit.seconds)
  }
}
