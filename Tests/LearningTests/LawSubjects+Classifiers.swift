import Learning
import LinearAlgebra
import TestSupport

// What learns from labels, in batches and row by row.

extension LawSubjects {
  static var classifiers: [LawSubject] {
    [
      dummy(.stratified, excuses: drawingExcuses), dummy(.mostFrequent), naiveBayes,
      logisticRegression, randomForest, stochasticGradientDescent(shuffles: true),
      stochasticGradientDescent(shuffles: false), passiveAggressive, scaledRegression,
    ]
  }

  /// Draws are shared out by place, since by content few distinct rows would be far from the shares.
  private static let drawingExcuses: [EstimatorCheck: String] = [
    .identicalRows: "classes are drawn row by row, so equal rows may get different ones",
    .rowByRow: "a row is drawn for by its place, and alone it has the first",
    .permutedRows: "a row is drawn for by its place, not by what it holds",
  ]

  private static let rowsOneByOne =
    "each row is a step of its own, and one step twice as long is not two steps"

  /// Traits of all: rows of both classes are needed, so at least two.
  private static func traits<Model: ClassifierModel>(
    hasProbabilities: Bool = true
  ) -> LawTraits<Model> {
    var traits = LawTraits<Model>()
    traits.requiredRowCount = 2
    if hasProbabilities {
      traits.probabilities = { model, samples in
        let scores = model.scores(of: samples)
        return Matrix(
          rowCount: scores.count, columnCount: 2, elements: scores.flatMap { [1 - $0, $0] })
      }
    }
    return traits
  }

  private static func dummy(
    _ strategy: DummyClassifier.Strategy, excuses: [EstimatorCheck: String] = [:]
  ) -> LawSubject {
    var traits: LawTraits<DummyModel> = traits()
    traits.ignoresRows = true
    traits.excuses = excuses
    return .classifier("dummy, \(strategy.rawValue)", traits) { settings in
      var configuration = DummyClassifier.Configuration()
      configuration.strategy = strategy
      configuration.seed = settings.seed
      return DummyClassifier(configuration)
    }
  }

  private static var naiveBayes: LawSubject {
    var traits: LawTraits<GaussianNaiveBayesModel> = traits()
    func invalid(
      _ name: String, _ spoil: @escaping @Sendable (inout GaussianNaiveBayes.Configuration) -> Void
    ) -> InvalidHyperparameterCase {
      self.invalid(name, .init(), spoil) { _ = try GaussianNaiveBayes($0) }
    }
    traits.invalidHyperparameters = [
      invalid("varianceSmoothing") { $0.varianceSmoothing = -1 },
      invalid("varianceSmoothing") { $0.varianceSmoothing = .nan },
      invalid("positivePrior") { $0.positivePrior = 1 },
    ]
    return .classifier("naive Bayes", traits) { _ in
      try GaussianNaiveBayes(GaussianNaiveBayes.Configuration())
    }
  }

  private static var logisticRegression: LawSubject {
    var traits: LawTraits<LogisticRegressionModel> = traits()
    traits.iterationCount = { $0.iterationCount }
    func invalid(
      _ name: String, _ spoil: @escaping @Sendable (inout LogisticRegression.Configuration) -> Void
    ) -> InvalidHyperparameterCase {
      self.invalid(name, .init(), spoil) { _ = try LogisticRegression($0) }
    }
    traits.invalidHyperparameters = [
      invalid("inverseRegularization") { $0.inverseRegularization = 0 },
      invalid("maximumIterationCount") { $0.maximumIterationCount = 0 },
      invalid("classWeights") { $0.classWeighting = .given(negative: 1, positive: 0) },
    ]
    return .classifier("logistic regression", traits) { _ in
      try LogisticRegression(LogisticRegression.Configuration())
    }
  }

  private static var randomForest: LawSubject {
    var traits: LawTraits<RandomForestModel> = traits()
    func invalid(
      _ name: String, _ spoil: @escaping @Sendable (inout RandomForest.Configuration) -> Void
    ) -> InvalidHyperparameterCase {
      self.invalid(name, .init(), spoil) { _ = try RandomForest($0) }
    }
    traits.invalidHyperparameters = [
      invalid("treeCount") { $0.treeCount = 0 },
      invalid("splitFeatureCount") { $0.splitFeatureCount = 0 },
      invalid("classWeights") { $0.classWeighting = .given(negative: .nan, positive: 1) },
    ]
    return .classifier("random forest", traits) { settings in
      var configuration = RandomForest.Configuration()
      configuration.seed = settings.seed
      configuration.threadCount = settings.threadCount
      return try RandomForest(configuration)
    }
  }

  private static func stochasticGradientDescent(shuffles: Bool) -> LawSubject {
    var traits: LawTraits<StochasticGradientModel> = traits()
    traits.iterationCount = { $0.epochCount }
    traits.updated = { try $0.updated(with: $1.samples, labels: $1.labels, weights: $1.weights) }
    // What is summed apart from the rows differs from chunk to chunk, and so does its rounding.
    traits.chunkTolerance = shuffles ? nil : 1e-9
    traits.excuses = [.weights: rowsOneByOne]
    func invalid(
      _ name: String,
      _ spoil: @escaping @Sendable (inout StochasticGradientDescent.Configuration) -> Void
    ) -> InvalidHyperparameterCase {
      self.invalid(name, .init(), spoil) { _ = try StochasticGradientDescent($0) }
    }
    traits.invalidHyperparameters = [
      invalid("maximumEpochCount") { $0.maximumEpochCount = 0 },
      invalid("patience") { $0.patience = 0 },
      invalid("averagingStart") { $0.averagingStart = 0 },
      invalid("regularization") { $0.regularization = -1 },
      invalid("tolerance") { $0.tolerance = .nan },
      invalid("learningRate") { $0.learningRate = .constant(0) },
      invalid("absoluteShare") { $0.penalty = .elasticNet(absoluteShare: 2) },
    ]
    return .classifier(shuffles ? "SGD" : "SGD, unshuffled", traits) { settings in
      var configuration = StochasticGradientDescent.Configuration()
      configuration.shuffles = shuffles
      configuration.seed = settings.seed
      return try StochasticGradientDescent(configuration)
    }
  }

  private static var passiveAggressive: LawSubject {
    var traits: LawTraits<PassiveAggressiveModel> = traits(hasProbabilities: false)
    traits.iterationCount = { $0.epochCount }
    traits.updated = { try $0.updated(with: $1.samples, labels: $1.labels, weights: $1.weights) }
    traits.excuses = [.weights: rowsOneByOne]
    func invalid(
      _ name: String, _ spoil: @escaping @Sendable (inout PassiveAggressive.Configuration) -> Void
    ) -> InvalidHyperparameterCase {
      self.invalid(name, .init(), spoil) { _ = try PassiveAggressive($0) }
    }
    traits.invalidHyperparameters = [
      invalid("aggressiveness") { $0.aggressiveness = 0 },
      invalid("maximumEpochCount") { $0.maximumEpochCount = 0 },
      invalid("patience") { $0.patience = 0 },
      invalid("averagingStart") { $0.averagingStart = -1 },
      invalid("tolerance") { $0.tolerance = .infinity },
    ]
    return .classifier("passive-aggressive", traits) { settings in
      var configuration = PassiveAggressive.Configuration()
      configuration.seed = settings.seed
      return try PassiveAggressive(configuration)
    }
  }

  private static var scaledRegression: LawSubject {
    .classifier("standardized regression", traits()) { _ in
      ScaledClassifier(try LogisticRegression(LogisticRegression.Configuration()))
    }
  }
}
