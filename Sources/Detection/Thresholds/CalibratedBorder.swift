/// The p-value at or below which addresses are unusual, and what to expect of those.
public struct CalibratedBorder: Sendable, Equatable {
  public let pValue: Double
  /// Of all addresses at or below the border: those that an ordinary population would give, or may
  /// be expected among them at the rate asked for.
  public let expectedFalseFindingCount: Double
  public let basis: Basis

  /// What p-values are counted from.
  public enum Basis: Sendable, Equatable {
    /// As many draws from the fitted density.
    case draws(Int)
    /// As many addresses of a baseline that the fit of their score had not seen.
    case baseline(addressCount: Int)
  }

  public init(pValue: Double, expectedFalseFindingCount: Double, basis: Basis) {
    self.pValue = pValue
    self.expectedFalseFindingCount = expectedFalseFindingCount
    self.basis = basis
  }

  /// Applies a calibrated rule to the p-values of a population, every address counting once.
  ///
  /// - Precondition: the rule is calibrated, and there is at least one p-value.
  init(_ rule: ThresholdRule, of pValues: [Double], basis: Basis) {
    switch rule {
    case .pValue(let level):
      self.init(
        pValue: level, expectedFalseFindingCount: level * Double(pValues.count),
        basis: basis)
    case .falseDiscoveryRate(let rate):
      let border = FalseDiscoveryRate(rate, of: pValues)
      self.init(
        pValue: border.pValue, expectedFalseFindingCount: rate * Double(border.findingCount),
        basis: basis)
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

extension CalibratedBorder.Basis {
  /// The baseline itself where it can tell a single finding among those judged, else draws.
  init(_ rule: ThresholdRule, judging addressCount: Int, baselineCount: Int) {
    // The least p-value is 1 / (n + 1), and a single finding needs one of rate / m or the level.
    let needed =
      switch rule {
      case .pValue(let level): 1 / level
      case .falseDiscoveryRate(let rate): Double(addressCount) / rate
      case .percentile, .density: Double.infinity
      }
    self =
      Double(baselineCount) >= needed
      ? .baseline(addressCount: baselineCount)
      : .draws(CalibratedBorder.simulationCount(for: rule, addressCount: addressCount))
  }
}
