import LinearAlgebra

/// Where the runs of a maximum-likelihood fit begin.
struct LikelihoodStarts: Sendable {
  let samples: DistinctSamples
  let blocks: SampleBlocks
  let configuration: GaussianMixture.Configuration

  /// A prior worth this many rows leaves the data alone.
  private static let negligiblePrior = 1e-3

  /// What other searches found: Bayesian mixtures with the usual prior and with hardly any, and
  /// k-means.
  func deterministic(_ moments: RowMoments) -> [[ComponentStatistics]] {
    let centroids = CentroidStart(
      samples: samples, searched: samples, moments: moments,
      componentCount: configuration.componentCount)
    let posteriors = [nil, Self.negligiblePrior].map(posteriorStatistics)
    return (posteriors + [centroids.statistics()]).compactMap(\.self)
  }

  /// One start a restart: rows given to the nearest of some that are drawn far from each other.
  func random(_ moments: RowMoments) -> [[ComponentStatistics]] {
    concurrentMap(count: configuration.restartCount, threadCount: configuration.threadCount) {
      restart in
      var generator = SeededGenerator(seed: configuration.seed, stream: UInt64(restart) + 1)
      return nearestStatistics(to: drawnRows(using: &generator), moments)
    }
  }

  /// Statistics of the responsibilities of a Bayesian mixture.
  ///
  /// - Parameter priorScale: how many rows the prior is worth; nil for the usual prior.
  private func posteriorStatistics(priorScale: Double?) -> [ComponentStatistics]? {
    var bayesian = BayesianGaussianMixture.Configuration()
    bayesian.componentCount = configuration.componentCount
    bayesian.covarianceType = configuration.covarianceType
    bayesian.covarianceRegularization = configuration.covarianceRegularization
    bayesian.restartCount = 0
    bayesian.threadCount = configuration.threadCount
    if let priorScale {
      bayesian.weightPrior = .dirichletDistribution
      bayesian.weightConcentrationPrior = 1
      bayesian.meanPrecisionPrior = priorScale
      var covariance = MixturePrior.restricted(
        samples.covariance(about: samples.mean), to: configuration.covarianceType)
      covariance.elements = covariance.elements.map { $0 * priorScale }
      covariance.addToDiagonal(max(configuration.covarianceRegularization, .ulpOfOne))
      bayesian.covariancePrior = covariance
    }
    // What such a prior cannot fit, k-means still may.
    guard let estimator = try? BayesianGaussianMixture(bayesian),
      let model = try? estimator.fit(samples.rows, weights: samples.weights)
    else { return nil }
    return ExpectationStep(
      model.terms, blocks, threadCount: configuration.threadCount
    ).statistics
  }

  private func nearestStatistics(
    to chosen: [Int], _ moments: RowMoments
  ) -> [ComponentStatistics] {
    var members = Array(repeating: [Int32](), count: configuration.componentCount)
    for row in 0..<samples.rowCount {
      var nearest = (place: 0, square: Double.infinity)
      for (place, other) in chosen.enumerated() {
        let square = squaredDistance(row, other)
        if square < nearest.square { nearest = (place, square) }
      }
      members[nearest.place].append(Int32(row))
    }
    return members.map { moments.statistics(of: moments.sum(of: $0)) }
  }

  /// At most as many rows as components, each drawn by its squared distance to those before.
  ///
  /// - SeeAlso: Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding" (2007).
  private func drawnRows(using generator: inout SeededGenerator) -> [Int] {
    var chosen: [Int] = []
    var costs = samples.weights
    // Fewer rows than components, or squares that vanish, leave nothing to draw by.
    while chosen.count < configuration.componentCount, costs.contains(where: { $0 > 0 }) {
      let row = generator.nextIndex(weights: costs)
      for other in costs.indices {
        let cost = samples.weights[other] * squaredDistance(other, row)
        costs[other] = chosen.isEmpty || cost < costs[other] ? cost : costs[other]
      }
      chosen.append(row)
    }
    return chosen
  }

  private func squaredDistance(_ row: Int, _ other: Int) -> Double {
    var square = 0.0
    for feature in 0..<samples.featureCount {
      let difference = samples.rows[row, feature] - samples.rows[other, feature]
      square += difference * difference
    }
    return square
  }
}
