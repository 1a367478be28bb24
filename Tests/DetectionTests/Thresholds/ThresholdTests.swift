import Foundation
import Testing

@testable import Detection

/// NumPy's percentiles, recorded by `Tests/LearningTests/Reference/generate.py`.
private struct PercentileFigures: Decodable {
  struct Case: Decodable {
    let values: [Double]
    let percentiles: [Double]
    let thresholds: [Double]
  }

  let tolerance: [String: Double]
  let cases: [Case]

  static func load() throws -> PercentileFigures {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "LearningTests/Reference/percentiles.json")
    return try JSONDecoder().decode(PercentileFigures.self, from: Data(contentsOf: file))
  }
}

@Suite struct ThresholdTests {
  @Test func percentilesAreNumPys() throws {
    let figures = try PercentileFigures.load()
    let tolerance = try #require(figures.tolerance["thresholds"])
    #expect(figures.cases.count > 5)
    for figure in figures.cases {
      for (percentile, expected) in zip(figure.percentiles, figure.thresholds) {
        let value = Threshold.percentile(percentile, of: figure.values)
        #expect(
          abs(value - expected) <= tolerance * max(1, abs(expected)),
          "P = \(percentile) of \(figure.values.count) values: \(value), not \(expected)")
      }
    }
  }

  @Test func orderOfValuesDoesNotMatter() {
    let values = [4.0, -1, 7, 7, 0.5, -3]
    for percentile in stride(from: 0.0, through: 100, by: 12.5) {
      #expect(
        Threshold.percentile(percentile, of: values)
          == Threshold.percentile(percentile, of: values.sorted()))
    }
  }

  @Test(arguments: [0, 0.1, 4, 50, 100] as [Double])
  func oneValueIsEveryPercentileOfItself(percentile: Double) {
    #expect(Threshold.percentile(percentile, of: [-14.05]) == -14.05)
  }

  @Test func zeroIsTheLeastValueAndHundredTheGreatest() {
    let values = [3.0, -20, 8, 5]
    #expect(Threshold.percentile(0, of: values) == -20)
    #expect(Threshold.percentile(100, of: values) == 8)
  }

  /// Interpolating between equal values could move the border above them, and flag them all.
  @Test func equalNeighboursAreLeftToTheLastBit() {
    let value = -0.1 - 0.2
    for count in 1...60 {
      let values = Array(repeating: value, count: count)
      for percentile in [1.0, 4, 33.3, 96] {
        #expect(Threshold.percentile(percentile, of: values) == value)
      }
    }
  }

  @Test func onlyScoresStrictlyBelowAreAnomalous() {
    let threshold = Threshold(rule: .percentile(4), score: -14)
    #expect(threshold.isAnomalous((-14.0).nextDown))
    #expect(!threshold.isAnomalous(-14))
    #expect(!threshold.isAnomalous((-14.0).nextUp))
    #expect(threshold.anomalyScore == 14)
  }

  @Test func tiesAtTheThresholdAreUsual() {
    let scores = [-9.0, -9, -9, -1, -1, -1, -1, -1]
    let threshold = Threshold(.percentile(20), of: scores)
    #expect(threshold.score == -9)
    #expect(!scores.contains { threshold.isAnomalous($0) })
  }

  @Test func zeroFlagsNothingAndHundredAllButTheBest() {
    let scores = (0..<50).map { -Double($0 * $0) }
    let none = Threshold(.percentile(0), of: scores)
    #expect(scores.count { none.isAnomalous($0) } == 0)
    let all = Threshold(.percentile(100), of: scores)
    #expect(scores.count { all.isAnomalous($0) } == 49)
  }

  /// Rank P (n − 1) / 100, and strictly below it: ⌈P (n − 1) / 100⌉ of distinct scores.
  @Test(arguments: [3, 25, 26, 27, 100, 101, 187, 2673])
  func fourPercentOfDistinctScoresAreFlagged(count: Int) {
    let scores = (0..<count).map { -Double($0) / 7 }
    let threshold = Threshold(.percentile(4), of: scores)
    #expect(scores.count { threshold.isAnomalous($0) } == (4 * (count - 1) + 99) / 100)
  }
}
