/// p-values from the scores of a baseline instead of a simulation.
///
///     p = (1 + #{baseline score ≤ score}) / (n_b + 1)
///
/// They hold whatever the scores mean, as long as the baseline was not used for the fit.
/// - SeeAlso: Vovk, Gammerman and Shafer, *Algorithmic Learning in a Random World* (2005); Bates,
///   Candès, Lei, Romano and Sesia, "Testing for outliers with conformal p-values" (2023).
public struct ConformalPValues: Sendable, Equatable {
  /// Parallel to the scores.
  public let values: [Double]
  /// Why the smallest p-value possible is too large for a rate; nil where it is not.
  public let shortage: String?

  /// - Parameters:
  ///   - scores: lower means stranger.
  ///   - baseline: scores of ordinary addresses that the model has not seen.
  ///   - rate: the false discovery rate that is asked for; nil for a p-value alone.
  public init(of scores: [Double], baseline: [Double], rate: Double?) {
    let rising = baseline.sorted()
    values = scores.map { score in
      Double(1 + Self.count(atMost: score, in: rising)) / Double(rising.count + 1)
    }
    // A single finding among n needs a p-value of rate / n.
    let needed = rate.map { (Double(scores.count) / $0).rounded(.up) } ?? 0
    shortage =
      Double(baseline.count) >= needed
      ? nil
      : "the baseline has \(baseline.count) addresses, where a single finding among "
        + "\(scores.count) needs \(Int(needed))"
  }

  private static func count(atMost score: Double, in rising: [Double]) -> Int {
    var low = 0
    var high = rising.count
    while low < high {
      let middle = (low + high) / 2
      if rising[middle] <= score { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
