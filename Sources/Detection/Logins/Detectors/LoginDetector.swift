import Learning
import LinearAlgebra

/// Detectors that need no labels: they find what is unlike the rest.
public enum LoginDetectorName: String, Sendable, CaseIterable {
  case isolationForest = "isolation-forest"
  case lof
  case oneClassSVM = "one-class-svm"
  case kMeans = "k-means"
}

/// A checked choice of a detector, which finds outliers among standardized rows.
public struct LoginDetector: Sendable {
  public struct Configuration: Sendable, Equatable {
    public var name: LoginDetectorName
    /// Share of outliers; nil for the detector's own rule.
    public var contamination: Double?
    /// Whether equal rows are neighbours of each other, as scikit-learn has it; of `lof` only.
    public var isCompatible = false
    public var seed: UInt64 = 100
    public var threadCount = 1

    public init(_ name: LoginDetectorName) { self.name = name }
  }

  public let configuration: Configuration
  private let method: Method

  private enum Method {
    case isolationForest(IsolationForest)
    case lof(LocalOutlierFactor)
    case oneClassSVM(OneClassSVM)
    case kMeans(LoginClustering)
  }

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    self.configuration = configuration
    switch configuration.name {
    case .isolationForest:
      var forest = IsolationForest.Configuration()
      forest.contamination = configuration.contamination
      forest.seed = configuration.seed
      forest.threadCount = configuration.threadCount
      method = .isolationForest(try IsolationForest(forest))
    case .lof:
      var factor = LocalOutlierFactor.Configuration()
      factor.contamination = configuration.contamination
      factor.neighborhood = configuration.isCompatible ? .allRows : .distinctRows
      factor.threadCount = configuration.threadCount
      method = .lof(try LocalOutlierFactor(factor))
    case .oneClassSVM:
      // ν is the share of outliers that the machine is asked for.
      var machine = OneClassSVM.Configuration()
      if let nu = configuration.contamination { machine.nu = nu }
      method = .oneClassSVM(try OneClassSVM(machine))
    case .kMeans:
      method = .kMeans(
        try LoginClustering(
          contamination: configuration.contamination, seed: configuration.seed,
          threadCount: configuration.threadCount))
    }
  }

  /// Fits to the rows of a log, and judges them.
  public func detect(_ samples: LoginSamples) throws(FitError) -> LoginDetection {
    switch method {
    case .isolationForest(let forest): try detect(samples, forest)
    case .lof(let factor):
      // Among all rows the place of a row matters, and each counts.
      try configuration.isCompatible
        ? detect(samples, factor, fittedTo: samples.allRows, weights: nil)
        : detect(samples, factor)
    case .oneClassSVM(let machine): try detect(samples, machine)
    case .kMeans(let clustering): try clustering.detect(samples, configuration)
    }
  }

  private func detect<Base: Estimator>(
    _ samples: LoginSamples, _ estimator: Base
  ) throws(FitError) -> LoginDetection where Base.Model: OutlierModel {
    try detect(
      samples, estimator, fittedTo: samples.distinctRows, weights: samples.multiplicities)
  }

  private func detect<Base: Estimator>(
    _ samples: LoginSamples, _ estimator: Base, fittedTo rows: Matrix, weights: [Double]?
  ) throws(FitError) -> LoginDetection where Base.Model: OutlierModel {
    let model = try StandardizedEstimator(estimator).fit(rows, weights: weights)
    return LoginDetection(
      configuration: configuration, samples: samples,
      distinctScores: model.anomalyScores(of: samples.distinctRows), threshold: model.threshold)
  }
}
