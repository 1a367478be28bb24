import Learning
import LinearAlgebra

/// A checked choice of a classifier and of the parameters to try.
public struct LoginTraining: Sendable {
  public let name: LoginClassifierName
  /// Sets of parameters to choose among by cross-validation; one alone is taken as it is.
  public let candidates: [[LoginParameter]]
  public let seed: UInt64
  public let threadCount: Int
  /// Whether updates fit the scaler to their own rows alone, as the field's course does.
  public let refitsScaler: Bool
  private let method: Method

  private enum Method {
    case dummy([ScaledClassifier<DummyClassifier>])
    case naiveBayes([ScaledClassifier<GaussianNaiveBayes>])
    case logisticRegression([ScaledClassifier<LogisticRegression>])
    case randomForest([ScaledClassifier<RandomForest>])
    case sgd([ScaledClassifier<StochasticGradientDescent>])
    case passiveAggressive([ScaledClassifier<PassiveAggressive>])
  }

  /// Candidates beyond are no choice but a search of days.
  public static let largestCandidateCount = 10_000

  /// Checks every candidate.
  ///
  /// - Precondition: there is a candidate.
  public init(
    _ name: LoginClassifierName, candidates: [[LoginParameter]], seed: UInt64, threadCount: Int,
    refitsScaler: Bool
  ) throws(InvalidHyperparameter) {
    precondition(!candidates.isEmpty, "there is a set of parameters, be it empty")
    self.name = name
    self.candidates = candidates
    self.seed = seed
    self.threadCount = threadCount
    self.refitsScaler = refitsScaler
    var values: [ParameterValues] = []
    for candidate in candidates { values.append(try ParameterValues(candidate, of: name)) }
    func scaled<Base: Classifier>(
      _ make: (ParameterValues) throws(InvalidHyperparameter) -> Base
    ) throws(InvalidHyperparameter) -> [ScaledClassifier<Base>] {
      var classifiers: [ScaledClassifier<Base>] = []
      for value in values {
        do {
          classifiers.append(ScaledClassifier(try make(value), refitsScaler: refitsScaler))
        } catch {
          throw error.asWritten
        }
      }
      return classifiers
    }
    switch name {
    case .dummy:
      method = .dummy(
        try scaled { (values) throws(InvalidHyperparameter) in
          try DummyClassifier(values, seed: seed)
        })
    case .naiveBayes:
      method = .naiveBayes(
        try scaled { (values) throws(InvalidHyperparameter) in try GaussianNaiveBayes(values) })
    case .logisticRegression:
      method = .logisticRegression(
        try scaled { (values) throws(InvalidHyperparameter) in try LogisticRegression(values) })
    case .randomForest:
      method = .randomForest(
        try scaled { (values) throws(InvalidHyperparameter) in
          try RandomForest(values, seed: seed, threadCount: threadCount)
        })
    case .sgd:
      method = .sgd(
        try scaled { (values) throws(InvalidHyperparameter) in
          try StochasticGradientDescent(values, seed: seed)
        })
    case .passiveAggressive:
      method = .passiveAggressive(
        try scaled { (values) throws(InvalidHyperparameter) in
          try PassiveAggressive(values, seed: seed)
        })
    }
  }

  /// Fits to labelled rows.
  ///
  /// - Parameter labels: `[rowCount]`.
  public func fit(
    _ samples: LoginSamples, labels: [Bool]
  ) throws(FitError) -> LoginTrainingResult {
    let outcome: (model: LoginClassifierModel, choice: GridChoice?)
    switch method {
    case .dummy(let bases): outcome = try fit(bases, samples, labels) { .dummy($0) }
    case .naiveBayes(let bases): outcome = try fit(bases, samples, labels) { .naiveBayes($0) }
    case .logisticRegression(let bases):
      outcome = try fit(bases, samples, labels) { .logisticRegression($0) }
    case .randomForest(let bases):
      outcome = try fit(bases, samples, labels) { .randomForest($0) }
    case .sgd(let bases): outcome = try fit(bases, samples, labels) { .sgd($0) }
    case .passiveAggressive(let bases):
      outcome = try fit(bases, samples, labels) { .passiveAggressive($0) }
    }
    return LoginTrainingResult(
      model: outcome.model, parameters: candidates[outcome.choice?.bestIndex ?? 0],
      candidates: candidates, choice: outcome.choice)
  }

  /// Which candidate was chosen, and how good each was.
  typealias GridChoice = LoginTrainingResult.Choice

  private func fit<Base: Classifier>(
    _ bases: [ScaledClassifier<Base>], _ samples: LoginSamples, _ labels: [Bool],
    _ wrap: (ScaledClassifierModel<Base.Model>) -> LoginClassifierModel
  ) throws(FitError) -> (LoginClassifierModel, GridChoice?) {
    guard bases.count == 1 else {
      // Folds are cut by the places of rows, so that all must stand there.
      let search: GridSearch<ScaledClassifier<Base>>
      do throws(InvalidHyperparameter) {
        search = try GridSearch(bases, threadCount: threadCount)
      } catch {
        throw .invalidHyperparameter(error)
      }
      let result = try search.fit(samples.allRows, labels: labels)
      return (
        wrap(result.model),
        GridChoice(bestIndex: result.bestIndex, meanScores: result.meanScores)
      )
    }
    if Base.seesRowsOneByOne {
      return (wrap(try bases[0].fit(samples.allRows, labels: labels, weights: nil)), nil)
    }
    let rows = LabelledRows(samples, labels)
    return (wrap(try bases[0].fit(rows.samples, labels: rows.labels, weights: rows.weights)), nil)
  }
}

/// The distinct rows of each class with how often they stand; fits are the same as to all rows.
private struct LabelledRows {
  let samples: Matrix
  let labels: [Bool]
  let weights: [Double]

  init(_ all: LoginSamples, _ labels: [Bool]) {
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: all.distinctRows.rowCount), count: 2)
    for (row, index) in all.indices.enumerated() { counts[labels[row] ? 1 : 0][index] += 1 }
    var (rows, classes, weights) = ([Int](), [Bool](), [Double]())
    for isAttack in [false, true] {
      for (index, count) in counts[isAttack ? 1 : 0].enumerated() where count > 0 {
        rows.append(index)
        classes.append(isAttack)
        weights.append(count)
      }
    }
    samples = all.distinctRows.selecting(rows)
    self.labels = classes
    self.weights = weights
  }
}

/// What a training came to.
public struct LoginTrainingResult: Sendable, Equatable {
  public struct Choice: Sendable, Equatable {
    public let bestIndex: Int
    /// Mean macro recall of each candidate over the folds.
    public let meanScores: [Double]
  }

  public let model: LoginClassifierModel
  /// Those of the model.
  public let parameters: [LoginParameter]
  public let candidates: [[LoginParameter]]
  /// Nil where there was nothing to choose from.
  public let choice: Choice?
}
