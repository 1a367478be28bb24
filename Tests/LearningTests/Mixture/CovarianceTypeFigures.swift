import LinearAlgebra

@testable import Learning

/// scikit-learn's mixtures of every covariance type; `Reference/generate.py` says how they came.
struct CovarianceTypeFigures: Decodable {
  /// The first steps of a Bayesian mixture from hard labels.
  struct Bayesian: Decodable {
    let samples: String
    let covarianceType: String
    let weightPrior: String
    let componentCount: Int
    let labels: [Int]
    let lowerBounds: [Double]
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
    let weightConcentrations: [[Double]]
    let meanPrecisions: [Double]
    let degreesOfFreedom: [Double]
  }

  /// The first steps of a mixture without priors from hard labels.
  struct Likelihood: Decodable {
    let samples: String
    let covarianceType: String
    let componentCount: Int
    let regularization: Double
    let labels: [Int]
    let meanLogDensities: [Double]
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
  }

  /// The best of many restarts.
  struct LikelihoodBest: Decodable {
    let samples: String
    let covarianceType: String
    let componentCount: Int
    let meanLogDensity: Double
    let bic: Double
    let aic: Double
  }

  let groups: [[Double]]
  let bayesian: [Bayesian]
  let likelihood: [Likelihood]
  let likelihoodBests: [LikelihoodBest]

  static let all = ReferenceFigures.load("covariance-types", as: CovarianceTypeFigures.self)

  func samples(_ name: String) -> Matrix {
    switch name {
    case "ipv4": ReferenceFigures.ipv4.samples
    case "ipv6": ReferenceFigures.ipv6.samples
    default: Matrix(rows: groups)
    }
  }

  /// Statistics of a hard assignment, one component per label.
  static func statistics(
    of samples: Matrix, labels: [Int], componentCount: Int
  ) -> [ComponentStatistics] {
    var statistics = Array(
      repeating: ComponentStatistics.empty(featureCount: samples.columnCount),
      count: componentCount)
    for (row, label) in labels.enumerated() {
      statistics[label].add(samples.row(row)[...], weight: 1)
    }
    return statistics
  }
}
