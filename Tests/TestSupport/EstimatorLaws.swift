import Learning
import LinearAlgebra

/// Laws that every estimator obeys, whatever it learns; each returns the sentences it was broken by.
///
/// Laws return text rather than record issues, so that any test target can run them on any
/// estimator.
public struct EstimatorLaws<Subject: Estimator> {
  private let make: (_ seed: UInt64, _ threadCount: Int) throws -> Subject
  private let samples: Matrix

  /// - Parameters:
  ///   - samples: at least 24 rows that differ.
  ///   - make: makes the estimator for a seed and a thread count, of at most 4 clusters.
  public init(
    samples: Matrix, make: @escaping (_ seed: UInt64, _ threadCount: Int) throws -> Subject
  ) {
    self.samples = samples
    self.make = make
  }

  /// All laws, one after another.
  public func violations() throws -> [String] {
    try determinism() + rowOrder() + weights() + batches() + degenerateData() + rejections()
  }

  /// The same seed gives the same model, at any number of threads.
  private func determinism() throws -> [String] {
    let model = try make(100, 1).fit(samples)
    return try violated("a second fit gives the same model", make(100, 1).fit(samples) == model)
      + violated("three threads give the same model", make(100, 3).fit(samples) == model)
  }

  private func rowOrder() throws -> [String] {
    let reversed = Matrix(rows: samples.rows.reversed())
    return try violated(
      "the order of rows does not matter", make(100, 1).fit(reversed) == make(100, 1).fit(samples))
  }

  /// Weight 2 is the row twice and weight 0 no row, bit for bit.
  private func weights() throws -> [String] {
    let rows = samples.rows
    let repeated = Matrix(
      rows: rows.indices.flatMap { Array(repeating: rows[$0], count: $0 % 3) })
    let weighted = try make(100, 1).fit(samples, weights: rows.indices.map { Double($0 % 3) })
    return try violated(
      "weights equal repeated rows", make(100, 1).fit(repeated) == weighted)
  }

  /// A row scores the same alone, in a batch and at another place of it.
  private func batches() throws -> [String] {
    let model = try make(100, 1).fit(samples)
    let scores = model.anomalyScores(of: samples)
    let reversed = model.anomalyScores(of: Matrix(rows: samples.rows.reversed()))
    let alone = samples.rows.map { model.anomalyScores(of: Matrix(rows: [$0]))[0] }
    return violated("permuting rows permutes scores", reversed.reversed() == scores)
      + violated("a row alone scores as in a batch", alone == scores)
      + violated(
        "no rows have no scores",
        model.anomalyScores(
          of: Matrix(rowCount: 0, columnCount: samples.columnCount)
        ).isEmpty)
  }

  /// Constant and collinear columns, magnitudes and offsets give finite scores.
  private func degenerateData() throws -> [String] {
    let line = (0..<24).map { Array(repeating: Double($0), count: samples.columnCount) }
    let hugeLine = Matrix(rows: line.map { $0.map { $0 * 1e12 } })
    let cases: [(name: String, rows: [[Double]])] = [
      ("collinear columns", line),
      ("a constant column", line.map { [7] + $0.dropFirst() }),
      ("tiny values", line.map { $0.map { $0 * 1e-12 } }),
      ("huge values", samples.rows.map { $0.map { $0 * 1e12 } }),
      ("a large mean and a small spread", line.map { $0.map { $0 + 1e9 } }),
      ("subnormal values", line.map { $0.map { $0 * .leastNonzeroMagnitude } }),
    ]
    return try cases.flatMap { name, rows in
      try hasFiniteScores(Matrix(rows: rows), name)
    } + finiteScoresOrRefusal(of: hugeLine)
  }

  private func hasFiniteScores(_ matrix: Matrix, _ name: String) throws -> [String] {
    let scores = try make(100, 1).fit(matrix).anomalyScores(of: matrix)
    return violated("\(name): scores are finite", scores.allSatisfy { $0.isFinite })
  }

  private func finiteScoresOrRefusal(of matrix: Matrix) throws -> [String] {
    do {
      return try hasFiniteScores(matrix, "huge collinear columns")
    } catch FitError.degenerate {
      return []
    }
  }

  /// What cannot be fitted is refused by name.
  private func rejections() throws -> [String] {
    let estimator = try make(100, 1)
    let none = Matrix(rowCount: 0, columnCount: samples.columnCount)
    var result = refusal(of: none, by: estimator) { error in
      if case .tooFewSamples(_, available: 0) = error { true } else { false }
    }
    for value in [Double.nan, .infinity, -.infinity] {
      var broken = samples
      broken[5, 1] = value
      result += refusal(of: broken, by: estimator) { error in
        error == .nonFinite(row: 5, column: 1, value: "\(value)")
      }
    }
    var huge = samples
    huge[5, 1] = 1e308
    return result
      + refusal(of: huge, by: estimator) { $0 == .overflow(row: 5, column: 1) }
  }

  private func refusal(
    of matrix: Matrix, by estimator: Subject, as isExpected: (FitError) -> Bool
  ) -> [String] {
    do {
      _ = try estimator.fit(matrix)
      return ["unusable rows were accepted"]
    } catch {
      return isExpected(error) ? [] : ["unusable rows were refused as: \(error)"]
    }
  }

  private func violated(_ law: String, _ holds: Bool) -> [String] { holds ? [] : [law] }
}
