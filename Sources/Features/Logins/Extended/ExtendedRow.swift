import LinearAlgebra

/// What extended features say of one minute.
public struct ExtendedRow: Sendable, Equatable {
  /// Seconds since 1970 at which the minute begins.
  public let seconds: Int64
  /// In the order of `ExtendedSchema.countNames`.
  let counts: [Int32]

  /// Different user names that failed in the minute.
  public var usernamesWithFailures: Int {
    Int(counts[ExtendedCount.usernamesWithFailures.rawValue])
  }

  /// The row's numbers in the order of `ExtendedTable.schema`.
  public var features: [Double] {
    Self.features(
      counts, dayOfWeek: MinuteTable.dayOfWeek(seconds), hour: MinuteTable.hour(seconds))
  }

  static func features(_ counts: [Int32], dayOfWeek: Int, hour: Int) -> [Double] {
    var features = counts.map(logarithmOfOneMore)
    let usernames = counts[ExtendedCount.usernamesWithFailures.rawValue]
    let unknown = counts[ExtendedCount.unknownUsernames.rawValue]
    features.append(usernames > 0 ? Double(unknown) / Double(usernames) : 0)
    let days = features.count
    features += [Double](repeating: 0, count: MinuteTable.dayCount + MinuteTable.hourCount)
    features[days + dayOfWeek] = 1
    features[days + MinuteTable.dayCount + hour] = 1
    return features
  }

  /// Nearly all counts are small, and a logarithm costs more than looking one up.
  private static let smallLogarithms = (0..<1024).map { logarithm(Double($0 + 1)) }

  private static func logarithmOfOneMore(_ count: Int32) -> Double {
    let count = Int(count)
    return count < smallLogarithms.count ? smallLogarithms[count] : logarithm(Double(count + 1))
  }
}
