/// The border of p-values that keeps the expected share of false findings at or below a rate.
///
/// - SeeAlso: Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995).
public struct FalseDiscoveryRate: Sendable, Equatable {
  /// Values at or below this are findings.
  public let pValue: Double
  public let findingCount: Int

  /// The largest k with k values at or below k `rate` / n; k = 1 when there is none.
  ///
  /// - Precondition: there is at least one p-value.
  public init(_ rate: Double, of pValues: [Double]) {
    precondition(!pValues.isEmpty, "a rate is kept among at least one value")
    let rising = pValues.sorted()
    let count = Double(pValues.count)
    let last = rising.indices.last { rising[$0] <= Double($0 + 1) * rate / count }
    findingCount = last.map { $0 + 1 } ?? 0
    pValue = Double(max(findingCount, 1)) * rate / count
  }
}
