import Learning
import LinearAlgebra
import TestSupport

// Detectors with a threshold of their own, and the scaler before them.

extension LawSubjects {
  static var outlierDetectors: [LawSubject] {
    [
      isolationForest(contamination: nil).withContamination { share, _ in
        isolationForest(contamination: share)
      },
      localOutlierFactor(contamination: nil).withContamination { share, _ in
        localOutlierFactor(contamination: share)
      },
      oneClassSVM,
      .estimator("standardized forest", outlierTraits()) {
        StandardizedEstimator(try forest(contamination: nil, $0))
      },
      standardScaler,
    ]
  }

  private static func outlierTraits<Model: OutlierModel>() -> LawTraits<Model> {
    var traits = LawTraits<Model>()
    traits.decisions = { ($0.offset, $0.outliers(of: $1)) }
    return traits
  }

  private static func isolationForest(contamination: Double?) -> LawSubject {
    var traits: LawTraits<IsolationForestModel> = outlierTraits()
    traits.invalidHyperparameters = [
      invalid("treeCount", IsolationForest.Configuration()) {
        $0.treeCount = 0
      } make: {
        _ = try IsolationForest($0)
      },
      invalid("sampleCount", IsolationForest.Configuration()) {
        $0.sampleCount = 0
      } make: {
        _ = try IsolationForest($0)
      },
      invalid("contamination", IsolationForest.Configuration()) {
        $0.contamination = 0.6
      } make: {
        _ = try IsolationForest($0)
      },
    ]
    return .estimator("isolation forest", traits) {
      try forest(contamination: contamination, $0)
    }
  }

  private static func forest(
    contamination: Double?, _ settings: LawSettings
  ) throws -> IsolationForest {
    var configuration = IsolationForest.Configuration()
    configuration.contamination = contamination
    configuration.seed = settings.seed
    configuration.threadCount = settings.threadCount
    return try IsolationForest(configuration)
  }

  private static func localOutlierFactor(contamination: Double?) -> LawSubject {
    var traits: LawTraits<LocalOutlierFactorModel> = outlierTraits()
    traits.training = { model, _ in (model.factors, model.anomalyScores(of: model.rows)) }
    traits.invalidHyperparameters = [
      invalid("neighborCount", LocalOutlierFactor.Configuration()) {
        $0.neighborCount = 0
      } make: {
        _ = try LocalOutlierFactor($0)
      },
      invalid("contamination", LocalOutlierFactor.Configuration()) {
        $0.contamination = .nan
      } make: {
        _ = try LocalOutlierFactor($0)
      },
    ]
    return .estimator("local outlier factor", traits) { settings in
      var configuration = LocalOutlierFactor.Configuration()
      configuration.contamination = contamination
      configuration.threadCount = settings.threadCount
      return try LocalOutlierFactor(configuration)
    }
  }

  private static var oneClassSVM: LawSubject {
    var traits: LawTraits<OneClassSVMModel> = outlierTraits()
    traits.iterationCount = { $0.iterationCount }
    traits.invalidHyperparameters = [
      invalid("nu", OneClassSVM.Configuration()) {
        $0.nu = 0
      } make: {
        _ = try OneClassSVM($0)
      },
      invalid("gamma", OneClassSVM.Configuration()) {
        $0.gamma = -1
      } make: {
        _ = try OneClassSVM($0)
      },
      invalid("tolerance", OneClassSVM.Configuration()) {
        $0.tolerance = 0
      } make: {
        _ = try OneClassSVM($0)
      },
    ]
    return .estimator("one-class SVM", traits) { _ in try OneClassSVM() }
  }

  private static var standardScaler: LawSubject {
    var traits = LawTraits<StandardScalerModel>()
    traits.inverse = { $0.inverselyTransformed($1) }
    traits.updated = { try $0.updated(with: $1.samples, weights: $1.weights) }
    // The order of sums shows in the last digits.
    traits.chunkTolerance = 1e-12
    return .transformer(
      "standard scaler", traits, make: { _ in StandardScaler() },
      fit: { try $0.fit($1.samples, weights: $1.weights) }, featureCount: { $0.featureCount },
      outputs: { try $0.transformed(checking: $1) })
  }

  static func invalid<Configuration: Sendable>(
    _ name: String, _ valid: Configuration,
    _ spoil: @escaping @Sendable (inout Configuration) -> Void,
    make: @escaping @Sendable (Configuration) throws -> Void
  ) -> InvalidHyperparameterCase {
    InvalidHyperparameterCase(name) {
      var configuration = valid
      spoil(&configuration)
      try make(configuration)
    }
  }
}
