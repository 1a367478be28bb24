import Learning
import LinearAlgebra

/// A fitted model of either algorithm, with the way its component count was found.
struct ClusterFit: Sendable {
  let model: FittedModel
  let triedComponentCount: Int
  let stages: [FitStage]

  /// Components of lower weight are dropped before the second fit.
  private static let smallestWeight = 0.005
  /// Addresses that a cluster of behaviour needs for each feature.
  ///
  /// The more features, the denser a cluster of a few addresses: with twenty, a stranger that has one
  /// for itself would seem more ordinary than everybody else.
  static let memberCountPerFeature = 5

  /// A fit that was made before.
  init(model: FittedModel, triedComponentCount: Int, stages: [FitStage]) {
    self.model = model
    self.triedComponentCount = triedComponentCount
    self.stages = stages
  }

  /// Fits with `firstComponentCount` components; when the count is automatic, drops those of
  /// negligible weight and fits again with the remaining number; for behaviour until none is left
  /// that is too small for its features.
  ///
  /// - Precondition: there are at least as many distinct rows of positive weight as components.
  init(
    samples: Matrix, weights: [Double]?, options: ScanOptions, threadCount: Int,
    firstComponentCount: Int
  ) {
    func fit(_ componentCount: Int) -> FittedModel {
      Self.fit(
        samples, weights: weights, options: options, threadCount: threadCount,
        componentCount: componentCount)
    }
    triedComponentCount = firstComponentCount
    let first = fit(firstComponentCount)
    guard options.components == .auto else {
      model = first
      stages = []
      return
    }
    let needed =
      options.features.includesBehaviour
      ? Double(Self.memberCountPerFeature * samples.columnCount) / Double(samples.rowCount) : 0
    var fits = [first, Self.refined(first, smallestWeight: Self.smallestWeight, fit)]
    if options.features.includesBehaviour {
      while let last = fits.last, last.weights.count > 1,
        last.weights.contains(where: { $0 < needed })
      {
        fits.append(Self.refined(last, smallestWeight: needed, fit))
      }
    }
    model = fits[fits.count - 1]
    stages = fits.map {
      FitStage(
        componentCount: $0.weights.count, objective: $0.objective, weights: $0.weights)
    }
  }

  /// A fit with as many components as `fit` gave a weight that is not too small, at least one.
  private static func refined(
    _ model: FittedModel, smallestWeight: Double, _ fit: (Int) -> FittedModel
  ) -> FittedModel {
    let remaining = max(model.weights.count { $0 >= smallestWeight }, 1)
    return remaining == model.weights.count ? model : fit(remaining)
  }

  static func fit(
    _ samples: Matrix, weights: [Double]?, options: ScanOptions, threadCount: Int,
    componentCount: Int
  ) -> FittedModel {
    do {
      switch options.algorithm {
      case .mixture:
        var configuration = BayesianGaussianMixture.Configuration()
        configuration.componentCount = componentCount
        configuration.restartCount = options.restartCount
        configuration.seed = options.seed
        configuration.threadCount = threadCount
        return .mixture(
          try BayesianGaussianMixture(configuration).fit(samples, weights: weights))
      case .kMeans:
        var configuration = KMeans.Configuration()
        configuration.clusterCount = componentCount
        configuration.restartCount = options.restartCount
        configuration.seed = options.seed
        configuration.threadCount = threadCount
        return .kMeans(try KMeans(configuration).fit(samples, weights: weights))
      }
    } catch {
      preconditionFailure("octets are finite and rows are enough, yet: \(error)")
    }
  }

  var weights: [Double] { model.weights }

  /// `[componentCount × featureCount]`
  var means: Matrix {
    switch model {
    case .mixture(let mixture): mixture.means
    case .kMeans(let kMeans): kMeans.centroids
    }
  }
}

extension FittedModel {
  public var weights: [Double] {
    switch self {
    case .mixture(let mixture): mixture.weights
    case .kMeans(let kMeans): kMeans.weights
    }
  }

  /// What the fit optimized: the lower bound, or the inertia.
  var objective: Double {
    switch self {
    case .mixture(let mixture): mixture.lowerBound
    case .kMeans(let kMeans): kMeans.inertia
    }
  }

  /// Log density or minus the distance, and the cluster, of each row.
  func scores(of samples: Matrix, threadCount: Int) -> (scores: [Double], assignments: [Int]) {
    switch self {
    case .mixture(let mixture):
      let (logDensities, components) = mixture.scores(of: samples, threadCount: threadCount)
      return (logDensities, components)
    case .kMeans(let kMeans):
      let (clusters, distances) = kMeans.nearestCentroids(of: samples)
      return (distances.map { -$0 }, clusters)
    }
  }
}
