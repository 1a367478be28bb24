/// How numbers are distributed.
public struct NumberSummary: Sendable, Equatable {
  public let count: Int
  public let mean: Double
  /// Of a sample: divided by `count` − 1; nil of a single number.
  public let standardDeviation: Double?
  public let minimum: Double
  /// Linear between neighbours: rank P·(n − 1)/100.
  public let lowerQuartile: Double
  public let median: Double
  public let upperQuartile: Double
  public let maximum: Double

  /// Nil of no numbers.
  ///
  /// - Precondition: `numbers` are finite.
  init?(_ numbers: [Double]) {
    let sorted = numbers.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let count = Double(sorted.count)
    let mean = Self.sum(sorted) / count
    let squares = Self.sum(sorted.map { ($0 - mean) * ($0 - mean) })
    self.count = sorted.count
    self.mean = mean
    standardDeviation = sorted.count > 1 ? (squares / (count - 1)).squareRoot() : nil
    (minimum, maximum) = (first, last)
    lowerQuartile = Self.quantile(sorted, quarters: 1)
    median = Self.quantile(sorted, quarters: 2)
    upperQuartile = Self.quantile(sorted, quarters: 3)
  }

  /// The sum with what rounding took from it put back: logs are long, and their numbers small.
  ///
  /// - SeeAlso: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
  ///   ZAMM 54 (1974).
  private static func sum(_ numbers: [Double]) -> Double {
    var sum = 0.0
    var lost = 0.0
    for number in numbers {
      let next = sum + number
      lost += abs(sum) >= abs(number) ? (sum - next) + number : (number - next) + sum
      sum = next
    }
    return sum + lost
  }

  private static func quantile(_ sorted: [Double], quarters: Int) -> Double {
    let (index, rest) = (quarters * (sorted.count - 1)).quotientAndRemainder(dividingBy: 4)
    guard rest > 0 else { return sorted[index] }
    return sorted[index] + (sorted[index + 1] - sorted[index]) * (Double(rest) / 4)
  }
}
