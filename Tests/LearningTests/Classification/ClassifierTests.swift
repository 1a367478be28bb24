import LinearAlgebra
import Testing

@testable import Learning

@Suite struct ClassifierTests {
  private let samples = Matrix(rows: ClassifierFigures.all.scaled)
  private let labels = ClassifierFigures.all.labels

  /// Fits that do not see rows one by one, as scores of the rows.
  private func deterministicScores(
    _ samples: Matrix, _ labels: [Bool], _ weights: [Double]?, threadCount: Int = 1
  ) throws -> [[Double]] {
    var forest = RandomForest.Configuration()
    forest.treeCount = 7
    forest.threadCount = threadCount
    forest.classWeighting = .balanced
    let grid = try GridSearch(
      [LogisticRegression(.init()), LogisticRegression(.init())], foldCount: 2,
      threadCount: threadCount)
    return [
      try GaussianNaiveBayes(.init()).fit(samples, labels: labels, weights: weights)
        .scores(of: self.samples),
      try LogisticRegression(.init()).fit(samples, labels: labels, weights: weights)
        .scores(of: self.samples),
      try RandomForest(forest).fit(samples, labels: labels, weights: weights)
        .scores(of: self.samples),
      try ScaledClassifier(LogisticRegression(.init()))
        .fit(samples, labels: labels, weights: weights).scores(of: self.samples),
      try grid.fit(samples, labels: labels, weights: weights).model.scores(of: self.samples),
    ]
  }

  @Test func weightsEqualRepeatedRowsBitForBit() throws {
    let counts = labels.indices.map { $0 % 3 }
    let repeated = labels.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
    let weighted = try deterministicScores(samples, labels, counts.map(Double.init))
    let twice = try deterministicScores(
      samples.selecting(repeated), repeated.map { labels[$0] }, nil)
    #expect(weighted == twice)
  }

  @Test func orderOfRowsAndThreadsDoNotMatter() throws {
    let expected = try deterministicScores(samples, labels, nil)
    let backwards = try deterministicScores(
      Matrix(rows: samples.rows.reversed()), labels.reversed(), nil, threadCount: 3)
    #expect(expected == backwards)
  }

  @Test func rowsScoreAloneAsTogether() throws {
    let models: [any ClassifierModel] = [
      try GaussianNaiveBayes(.init()).fit(samples, labels: labels),
      try ScaledClassifier(LogisticRegression(.init())).fit(samples, labels: labels),
      try RandomForest(.init()).fit(samples, labels: labels),
      try StochasticGradientDescent(.init()).fit(samples, labels: labels),
      try PassiveAggressive(.init()).fit(samples, labels: labels),
    ]
    for model in models {
      let together = model.scores(of: samples)
      #expect(samples.rowIndices.map { model.scores(of: samples.selecting([$0]))[0] } == together)
      #expect(model.scores(of: Matrix(rowCount: 0, columnCount: 5)).isEmpty)
      let confusion = ConfusionMatrix(
        labels: labels, scores: together, threshold: model.defaultThreshold)
      #expect(ClassificationReport(confusion).macro.recall > 0.7, "\(type(of: model))")
    }
  }

  @Test func unusableRowsAreRefused() throws {
    let classifiers: [any Classifier] = [
      DummyClassifier(.init()), try GaussianNaiveBayes(.init()), try LogisticRegression(.init()),
      try RandomForest(.init()), try StochasticGradientDescent(.init()),
      try PassiveAggressive(.init()), ScaledClassifier(try LogisticRegression(.init())),
    ]
    for classifier in classifiers {
      let rows = Matrix(rows: [[1], [2], [3]])
      #expect(throws: FitError.oneClass(isPositive: false)) {
        _ = try classifier.fit(rows, labels: [false, false, false])
      }
      #expect(throws: FitError.oneClass(isPositive: true)) {
        _ = try classifier.fit(rows, labels: [true, true, false], weights: [1, 1, 0])
      }
      #expect(throws: FitError.labelCount(expected: 3, found: 2)) {
        _ = try classifier.fit(rows, labels: [true, false])
      }
      #expect(throws: FitError.weightCount(expected: 3, found: 1)) {
        _ = try classifier.fit(rows, labels: [true, false, true], weights: [1])
      }
      #expect(throws: FitError.nonFinite(row: 1, column: 0, value: "nan")) {
        _ = try classifier.fit(Matrix(rows: [[1], [.nan], [3]]), labels: [true, false, true])
      }
    }
  }

  @Test func oneClassIsNamed() {
    #expect(
      "\(FitError.oneClass(isPositive: false))"
        == "rows of both classes are needed, but all are negative")
    #expect(
      "\(FitError.labelCount(expected: 3, found: 2))"
        == "a label for each of 3 rows was expected, but there are 2")
    #expect(
      "\(FitError.diverged(epoch: 2))"
        == "the coefficients left the range of a double in epoch 2; "
        + "scale the features or lower the learning rate")
  }

  @Test func degenerateRowsScoreFinitely() throws {
    let line = (0..<24).map { Array(repeating: Double($0), count: 3) }
    let lineLabels = (0..<24).map { $0 % 5 == 0 || $0 > 14 }
    for rows in [
      line, line.map { [7] + $0.dropFirst() }, line.map { $0.map { $0 * 1e-12 } },
      line.map { $0.map { $0 + 1e9 } }, line.map { $0.map { $0 * .leastNonzeroMagnitude } },
      line.map { _ in [1, 2, 3] },
    ] {
      let samples = Matrix(rows: rows)
      let models: [any ClassifierModel] = [
        try GaussianNaiveBayes(.init()).fit(samples, labels: lineLabels),
        try LogisticRegression(.init()).fit(samples, labels: lineLabels),
        try RandomForest(.init()).fit(samples, labels: lineLabels),
        try ScaledClassifier(StochasticGradientDescent(.init())).fit(samples, labels: lineLabels),
        try ScaledClassifier(PassiveAggressive(.init())).fit(samples, labels: lineLabels),
      ]
      for model in models {
        let areFinite = model.scores(of: samples).allSatisfy { $0.isFinite }
        #expect(areFinite, "\(type(of: model)), \(rows[1])")
      }
    }
  }

  @Test func divergenceIsAnError() throws {
    var configuration = StochasticGradientDescent.Configuration()
    configuration.loss = .squaredHinge
    configuration.learningRate = .constant(1e200)
    let rows = Matrix(rows: samples.rows.map { $0.map { $0 * 1e100 } })
    #expect(throws: FitError.diverged(epoch: 1)) {
      try StochasticGradientDescent(configuration).fit(rows, labels: labels)
    }
  }

  @Test(arguments: DummyClassifier.Strategy.allCases)
  func dummySaysWhatItsStrategyDoes(strategy: DummyClassifier.Strategy) throws {
    var configuration = DummyClassifier.Configuration()
    configuration.strategy = strategy
    let model = try DummyClassifier(configuration).fit(samples, labels: labels)
    let many = Matrix(rowCount: 4_000, columnCount: 5)
    let share = model.scores(of: many).reduce(0, +) / 4_000
    let expected =
      switch strategy {
      case .stratified: model.positiveShare
      case .mostFrequent: 0.0
      case .uniform: 0.5
      }
    // Four standard deviations of a share of 4 000 draws are at most 0.032.
    #expect(abs(share - expected) < 0.032)
    #expect(model.scores(of: many) == model.scores(of: many))
    let mostlyPositive = try DummyClassifier(configuration).fit(
      samples, labels: labels.map { !$0 })
    #expect(mostlyPositive.positiveShare > 0.5)
    if strategy == .mostFrequent { #expect(mostlyPositive.scores(of: many)[0] == 1) }
  }

  @Test func hyperparametersAreChecked() {
    var logistic = LogisticRegression.Configuration()
    logistic.inverseRegularization = 0
    #expect(throws: InvalidHyperparameter.self) { try LogisticRegression(logistic) }
    logistic = .init()
    logistic.classWeighting = .given(negative: 0, positive: 1)
    #expect(throws: InvalidHyperparameter.self) { try LogisticRegression(logistic) }
    var bayes = GaussianNaiveBayes.Configuration()
    bayes.positivePrior = 1
    #expect(throws: InvalidHyperparameter.self) { try GaussianNaiveBayes(bayes) }
    bayes = .init()
    bayes.varianceSmoothing = -1
    #expect(throws: InvalidHyperparameter.self) { try GaussianNaiveBayes(bayes) }
    var forest = RandomForest.Configuration()
    forest.treeCount = 0
    #expect(throws: InvalidHyperparameter.self) { try RandomForest(forest) }
    var descent = StochasticGradientDescent.Configuration()
    descent.learningRate = .optimal
    descent.regularization = 0
    #expect(throws: InvalidHyperparameter.self) { try StochasticGradientDescent(descent) }
    descent = .init()
    descent.penalty = .elasticNet(absoluteShare: 2)
    #expect(throws: InvalidHyperparameter.self) { try StochasticGradientDescent(descent) }
    var aggressive = PassiveAggressive.Configuration()
    aggressive.aggressiveness = 0
    #expect(throws: InvalidHyperparameter.self) { try PassiveAggressive(aggressive) }
    #expect(throws: InvalidHyperparameter.self) { try GridSearch([LogisticRegression]()) }
  }
}
