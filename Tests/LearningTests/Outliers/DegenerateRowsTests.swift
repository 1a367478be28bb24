import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// Rows that leave little to learn.
struct DegenerateRows: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: [[Double]]
  var testDescription: String { name }

  private init(_ name: String, count: Int, _ row: (Double) -> [Double]) {
    self.name = name
    rows = (0..<count).map { row(Double($0)) }
  }

  static let all = [
    DegenerateRows("one row", count: 1) { _ in [-0.2, 0.3, 0.9] },
    DegenerateRows("two rows", count: 2) { [$0, 2 * $0, 3] },
    DegenerateRows("identical rows", count: 30) { _ in [1.5, -2, 3.25] },
    DegenerateRows("a constant column", count: 30) { [$0, $0 * $0, 7] },
    DegenerateRows("collinear columns", count: 30) { [$0, 2 * $0, 1 - $0] },
    DegenerateRows("subnormal values", count: 30) {
      [$0 * .leastNonzeroMagnitude, $0 * 0x1p-1060, 0]
    },
    DegenerateRows("the largest values", count: 30) { [$0 * 3e148, -1e150, $0 * -1e149 / 3] },
    DegenerateRows("mixed scales", count: 30) { [$0 * 1e-160, $0 * $0 * 1e147, $0] },
    DegenerateRows("more columns than rows", count: 5) { row in
      (0..<60).map { (row * Double($0)).remainder(dividingBy: 11) }
    },
  ]
}

/// What every outlier detector makes of rows that leave little to learn.
@Suite struct DegenerateRowsTests {
  /// Fits and scores by each detector, plain and behind a scaler.
  private func scores(_ samples: Matrix) throws -> [(name: String, scores: [Double])] {
    var counted = LocalOutlierFactor.Configuration()
    counted.neighborhood = .allRows
    return [
      ("isolation forest", try scores(IsolationForest(), samples)),
      ("local outlier factor", try scores(LocalOutlierFactor(), samples)),
      ("counted local outlier factor", try scores(LocalOutlierFactor(counted), samples)),
      ("one-class machine", try scores(OneClassSVM(), samples)),
      ("scaled isolation forest", try scores(StandardizedEstimator(IsolationForest()), samples)),
      ("scaled factor", try scores(StandardizedEstimator(LocalOutlierFactor()), samples)),
      ("scaled machine", try scores(StandardizedEstimator(OneClassSVM()), samples)),
    ]
  }

  private func scores(_ estimator: some Estimator, _ samples: Matrix) throws -> [Double] {
    let model = try estimator.fit(samples)
    let scores = model.anomalyScores(of: samples)
    // Strangers may be infinitely strange, but never without a score.
    var strangers = samples.rows.prefix(2).map { $0.map { $0 + 1.5 } }
    strangers += [1e150, -1e308].map { Array(repeating: $0, count: samples.columnCount) }
    let strange = model.anomalyScores(of: Matrix(rows: strangers))
    #expect(strange.allSatisfy { !$0.isNaN })
    return scores
  }

  @Test(arguments: DegenerateRows.all)
  func scoresAreFinite(rows: DegenerateRows) throws {
    for (detector, scores) in try scores(Matrix(rows: rows.rows)) {
      #expect(scores.allSatisfy { $0.isFinite }, "\(detector): \(rows.name)")
    }
  }

  @Test func rowsThatAreNoNumbersAreTheStrangest() throws {
    let samples = repeatedRows(count: 100)
    var queries = samples.selecting([0, 1, 2, 3])
    queries[1, 0] = .nan
    queries[2, 2] = .infinity
    queries[3, 1] = -.infinity
    let models: [any AnomalyModel] = [
      try IsolationForest().fit(samples), try LocalOutlierFactor().fit(samples),
      try OneClassSVM().fit(samples),
      try StandardizedEstimator(OneClassSVM()).fit(samples),
    ]
    for model in models {
      let scores = model.anomalyScores(of: queries)
      #expect(scores[0].isFinite && scores[1...].allSatisfy { $0 == .infinity })
    }
  }

  @Test func aScalerBeforeADetectorIsTheSameAsScaledRows() throws {
    let samples = repeatedRows(count: 300)
    let weights = samples.rowIndices.map { Double($0 % 4) }
    let scaler = try StandardScaler().fit(samples, weights: weights)
    let scaled = scaler.transformed(samples)
    let model = try StandardizedEstimator(IsolationForest()).fit(samples, weights: weights)
    #expect(try model.base == IsolationForest().fit(scaled, weights: weights))
    #expect(model.scaler == scaler && model.threshold == 0.5)
    #expect(model.anomalyScores(of: samples) == model.base.anomalyScores(of: scaled))
    var counted = LocalOutlierFactor.Configuration()
    counted.neighborhood = .allRows
    counted.neighborCount = 5
    let factor = try LocalOutlierFactor(counted)
    #expect(
      try StandardizedEstimator(factor).fit(samples, weights: weights).base
        == factor.fit(scaled, weights: weights))
  }
}

/// Matrices that are no good, which lie beside the checkout where there are any.
private enum BadMatrices {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/badinput/ml")
  static let isThere = FileManager.default.fileExists(atPath: folder.path)
  static let absence: Comment = "no folder '../shared/badinput/ml'"

  static func load() throws -> [(name: String, samples: Matrix)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline)
      let rows = lines.dropFirst().map { $0.split(separator: ",").map { Double($0) ?? .nan } }
      let columnCount = lines[0].split(separator: ",").count
      return (
        name,
        Matrix(rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
      )
    }
  }
}

@Suite(.enabled(if: BadMatrices.isThere, BadMatrices.absence))
struct BadMatricesTests {
  @Test func matricesAreScoredOrRefusedByName() throws {
    let matrices = try BadMatrices.load()
    #expect(matrices.count > 15)
    for (name, samples) in matrices {
      try check(IsolationForest(), name, samples)
      try check(LocalOutlierFactor(), name, samples)
      try check(OneClassSVM(), name, samples)
      try check(StandardizedEstimator(LocalOutlierFactor()), name, samples)
      try check(StandardizedEstimator(OneClassSVM()), name, samples)
    }
  }

  private func check(_ estimator: some Estimator, _ name: String, _ samples: Matrix) throws {
    do {
      let scores = try estimator.fit(samples).anomalyScores(of: samples)
      #expect(scores.allSatisfy { $0.isFinite }, "\(name)")
      #expect(scores.count == samples.rowCount)
    } catch {
      switch error {
      case .tooFewSamples(_, let available): #expect(available == 0, "\(name)")
      case .nonFinite(let row, let column, _): #expect(!samples[row, column].isFinite, "\(name)")
      case .overflow(let row, let column): #expect(abs(samples[row, column]) > 1e150, "\(name)")
      default: Issue.record("\(name): \(error)")
      }
    }
  }
}
