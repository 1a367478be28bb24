/// The time zone of times that name none.
public struct CivilZone: Sendable {
  /// As it stands in outputs: `UTC`, `+01:00`, `Europe/Berlin`.
  public let name: String
  private let universal: @Sendable (Int64) -> Int64?

  /// - Parameter universal: from what a clock showed, as seconds since its own 1970, to seconds
  ///   since 1970 in UTC; nil for what no clock ever showed.
  public init(name: String, universal: @escaping @Sendable (Int64) -> Int64?) {
    self.name = name
    self.universal = universal
  }

  public static let universal = CivilZone(name: "UTC") { $0 }

  /// A zone that always stands as far from UTC.
  public init(name: String, secondsEast: Int64) {
    self.init(name: name) { $0 - secondsEast }
  }

  /// - Parameter seconds: since 1970 as if the clock had shown UTC.
  public func universalSeconds(ofLocal seconds: Int64) -> Int64? { universal(seconds) }
}
