import Learning
import LinearAlgebra
import TestSupport

/// The estimators of Learning as subjects of the laws.
enum LawSubjects {
  static let all: [LawSubject] =
    CovarianceType.allCases.map(bayesianMixture) + CovarianceType.allCases.map(mixture)
    + [kMeans, principalComponents] + outlierDetectors + classifiers

  private static func bayesianMixture(_ type: CovarianceType) -> LawSubject {
    var traits = LawTraits<BayesianGaussianMixtureModel>()
    traits.requiredRowCount = 3
    traits.clusterCount = 3
    traits.labels = { $0.scores(of: $1).components }
    traits.probabilities = { $0.responsibilities(of: $1) }
    traits.iterationCount = { $0.iterationCount }
    traits.training = { model, data in
      ([model.meanLogDensity], [-mean(model.anomalyScores(of: data.samples))])
    }
    traits.isPersistent = type == .full
    traits.invalidHyperparameters = [
      invalidBayesian("componentCount") { $0.componentCount = 0 },
      invalidBayesian("restartCount") { $0.restartCount = -1 },
      invalidBayesian("maximumIterationCount") { $0.maximumIterationCount = 0 },
      invalidBayesian("tolerance") { $0.tolerance = 0 },
      invalidBayesian("tolerance") { $0.tolerance = .nan },
      invalidBayesian("meanPrecisionPrior") { $0.meanPrecisionPrior = 0 },
      invalidBayesian("meanPrior") { $0.meanPrior = [1] },
      invalidBayesian("weightConcentrationPrior") { $0.weightConcentrationPrior = -1 },
      invalidBayesian("degreesOfFreedomPrior") { $0.degreesOfFreedomPrior = 1 },
      invalidBayesian("covariancePrior") {
        $0.covariancePrior = Matrix(rowCount: 3, columnCount: 3)
      },
      invalidBayesian("covarianceRegularization") { $0.covarianceRegularization = -1 },
    ]
    return .estimator("Bayesian mixture, \(type.rawValue)", traits) { settings in
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = 3
      configuration.covarianceType = type
      configuration.restartCount = 1
      configuration.seed = settings.seed
      configuration.threadCount = settings.threadCount
      return try BayesianGaussianMixture(configuration)
    }
  }

  private static func invalidBayesian(
    _ name: String,
    _ spoil: @escaping @Sendable (inout BayesianGaussianMixture.Configuration) -> Void
  ) -> InvalidHyperparameterCase {
    InvalidHyperparameterCase(name) {
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = 2
      spoil(&configuration)
      _ = try BayesianGaussianMixture(configuration).fit(rows)
    }
  }

  private static func mixture(_ type: CovarianceType) -> LawSubject {
    var traits = LawTraits<GaussianMixtureModel>()
    traits.requiredRowCount = 3
    traits.clusterCount = 3
    traits.labels = { $0.scores(of: $1).components }
    traits.probabilities = { $0.responsibilities(of: $1) }
    traits.iterationCount = { $0.iterationCount }
    traits.training = { model, data in
      ([model.meanLogDensity], [-mean(model.anomalyScores(of: data.samples))])
    }
    traits.invalidHyperparameters = [
      invalidMixture("componentCount") { $0.componentCount = 0 },
      invalidMixture("restartCount") { $0.restartCount = -1 },
      invalidMixture("maximumIterationCount") { $0.maximumIterationCount = 0 },
      invalidMixture("tolerance") { $0.tolerance = 0 },
      invalidMixture("covarianceRegularization") { $0.covarianceRegularization = -1 },
    ]
    return .estimator("mixture, \(type.rawValue)", traits) { settings in
      var configuration = GaussianMixture.Configuration()
      configuration.componentCount = 3
      configuration.covarianceType = type
      configuration.restartCount = 1
      configuration.seed = settings.seed
      configuration.threadCount = settings.threadCount
      return try GaussianMixture(configuration)
    }
  }

  private static func invalidMixture(
    _ name: String, _ spoil: @escaping @Sendable (inout GaussianMixture.Configuration) -> Void
  ) -> InvalidHyperparameterCase {
    InvalidHyperparameterCase(name) {
      var configuration = GaussianMixture.Configuration()
      spoil(&configuration)
      _ = try GaussianMixture(configuration)
    }
  }

  private static var kMeans: LawSubject {
    var traits = LawTraits<KMeansModel>()
    traits.requiredRowCount = 3
    traits.clusterCount = 3
    traits.labels = { $0.nearestCentroids(of: $1).clusters }
    traits.iterationCount = { $0.iterationCount }
    traits.training = { model, data in
      let distances = model.anomalyScores(of: data.samples)
      return (
        [model.tightness, model.inertia],
        [mean(distances), distances.reduce(0) { $0 + $1 * $1 }]
      )
    }
    traits.isPersistent = true
    traits.invalidHyperparameters = [
      invalidKMeans("clusterCount") { $0.clusterCount = 0 },
      invalidKMeans("restartCount") { $0.restartCount = -1 },
      invalidKMeans("maximumIterationCount") { $0.maximumIterationCount = 0 },
      invalidKMeans("initialCentroids") { $0.initialCentroids = Matrix(rows: [[1, 2]]) },
    ]
    return .estimator("k-means", traits) { settings in
      var configuration = KMeans.Configuration()
      configuration.clusterCount = 3
      configuration.seed = settings.seed
      configuration.threadCount = settings.threadCount
      return try KMeans(configuration)
    }
  }

  private static func invalidKMeans(
    _ name: String, _ spoil: @escaping @Sendable (inout KMeans.Configuration) -> Void
  ) -> InvalidHyperparameterCase {
    InvalidHyperparameterCase(name) {
      var configuration = KMeans.Configuration()
      spoil(&configuration)
      _ = try KMeans(configuration)
    }
  }

  /// All axes, so that the transformation has an inverse.
  private static var principalComponents: LawSubject {
    var traits = LawTraits<PrincipalComponentsModel>()
    traits.requiredRowCount = 2
    traits.inverse = { $0.samples(of: $1) }
    traits.training = { model, data in
      let projections = model.projections(of: data.samples)
      let variances = (0..<model.componentCount).map { component in
        (0..<data.samples.rowCount).reduce(0) {
          $0 + projections[$1, component] * projections[$1, component]
        } / Double(data.samples.rowCount - 1)
      }
      return (model.explainedVariance, variances)
    }
    traits.isPersistent = true
    traits.invalidHyperparameters = [
      InvalidHyperparameterCase("componentCount") { _ = try principalComponents(count: 0) },
      InvalidHyperparameterCase("componentCount") {
        _ = try principalComponents(count: 4).fit(rows)
      },
    ]
    return .transformer(
      "PCA", traits, make: { _ in try principalComponents(count: nil) },
      fit: { try $0.fit($1.samples, weights: $1.weights) }, featureCount: { $0.featureCount },
      outputs: { try $0.projections(checking: $1) })
  }

  private static func principalComponents(count: Int?) throws -> PrincipalComponents {
    var configuration = PrincipalComponents.Configuration()
    configuration.componentCount = count
    return try PrincipalComponents(configuration)
  }

  private static let rows = Matrix(rows: [[1, 2, 3], [2, 1, 4], [0, 0, 1], [5, 1, 1]])

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
