/// The p-value at or below which addresses are unusual, and what to expect of those.
public struct CalibratedBorder: Sendable, Equatable {
  public let pValue: Double
  /// Of all addresses at or below the border: those that an ordinary population would give, or may
  /// be expected among them at the rate asked for.
  public let expectedFalseFindingCount: Double
  /// Draws behind each p-value.
  public let simulationCount: Int

  public init(pValue: Double, expectedFalseFindingCount: Double, simulationCount: Int) {
    self.pValue = pValue
    self.expectedFalseFindingCount = expectedFalseFindingCount
    self.simulationCount = simulationCount
  }

  /// Applies a calibrated rule to the p-values of a population, every address counting once.
  ///
  /// - Precondition: the rule is calibrated, and there is at least one p-value.
  init(_ rule: ThresholdRule, of pValues: [Double], simulationCount: Int) {
    switch rule {
    case .pValue(let level):
      self.init(
        pValue: level, expectedFalseFindingCount: level * Double(pValues.count),
        simulationCount: simulationCount)
    case .falseDiscoveryRate(let rate):
      let border = FalseDiscoveryRate(rate, of: pValues)
      self.init(
        pValue: border.pValue, expectedFalseFindingCount: rate * Double(border.findingCount),
        simulationCount: simulationCount)
    case .percentile, .density:
      preconditionFailure("percentiles and densities need no p-values")
    }
  }

  func isAnomalous(_ pValue: Double) -> Bool { pValue <= self.pValue }

  /// Draws for the p-values of `addressCount` addresses, so that the smallest border that can matter
  /// is counted in tens.
  static func simulationCount(for rule: ThresholdRule, addressCount: Int) -> Int {
    let count =
      switch rule {
      case .pValue(let level): drawsAtBorder * drawsAtBorder / level
      case .falseDiscoveryRate(let rate): drawsAtBorder * Double(addressCount) / rate
      case .percentile, .density: 0.0
      }
    return Int(min(max(count.rounded(.up), leastCount), greatestCount))
  }

  private static let drawsAtBorder = 10.0
  private static let leastCount = 10_000.0
  /// A minute or so; beyond, fewer draws make the rule stricter, never laxer.
  private static let greatestCount = 1e8
}
