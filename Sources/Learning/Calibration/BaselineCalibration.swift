import LinearAlgebra

/// What p-values of rows rest on that came after a baseline: its densities and held-out scores.
///
/// The rows that are judged have no part in any fit, so the densities stay as they are.
public struct BaselineCalibration: Sendable, Equatable {
  /// A fit to the ordinary rows without one fold, and how that fold's rows score by it.
  public struct Fold: Sendable, Equatable {
    public let density: PredictiveDensity
    /// log g, natural and rising, of every row of the fold.
    public let logDensities: [Double]

    public init(density: PredictiveDensity, logDensities: [Double]) {
      self.density = density
      self.logDensities = logDensities
    }
  }

  /// Fitted to the ordinary rows of all folds.
  public let density: PredictiveDensity
  public let folds: [Fold]

  public init(density: PredictiveDensity, folds: [Fold]) {
    self.density = density
    self.folds = folds
  }

  /// What `result` says of the rows that were calibrated.
  public init(_ result: MixtureCalibration.Result) {
    density = result.density
    folds = result.densities.enumerated().map { number, density in
      let scores = result.folds.indices.lazy.filter { result.folds[$0] == number }
        .map { result.logDensities[$0] }
      return Fold(density: density, logDensities: scores.sorted())
    }
  }

  /// Rows of the baseline.
  public var rowCount: Int { folds.reduce(0) { $0 + $1.logDensities.count } }

  /// Cross-conformal p-values of new rows, which presume nothing of the densities:
  ///
  ///     p = (1 + Σ_f #{rows y of fold f: log g_f(y) ≤ log g_f(x)}) / (n + 1)
  ///
  /// - Returns: `[sampleCount]`, at least 1 / (n + 1).
  /// - SeeAlso: Vovk, "Cross-conformal predictors", AMAI 74 (2015), eq. 1.
  public func conformalPValues(of samples: Matrix, threadCount: Int = 1) -> [Double] {
    var counts = Array(repeating: 1, count: samples.rowCount)
    for fold in folds {
      let scores = fold.density.logDensities(of: samples, threadCount: threadCount)
      for (row, score) in scores.enumerated() {
        counts[row] += fold.logDensities.count(atMost: score)
      }
    }
    let total = Double(rowCount + 1)
    return counts.map { Double($0) / total }
  }

  /// Simulated p-values of new rows, (1 + draws of g at most as dense) / (1 + draws).
  ///
  /// - Parameter draws: log densities from `density.risingLogDensities`, which serve any number of
  ///   calls.
  /// - Returns: `[sampleCount]`.
  public func simulatedPValues(
    of samples: Matrix, draws: [Double], threadCount: Int = 1
  ) -> [Double] {
    density.logDensities(of: samples, threadCount: threadCount).map { score in
      Double(1 + draws.count(atMost: score)) / Double(1 + draws.count)
    }
  }
}

extension [Double] {
  /// How many of these rising values are at most `limit`.
  fileprivate func count(atMost limit: Double) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
