import LinearAlgebra
import Testing

@testable import Learning

@Suite struct ClassifierReferenceTests {
  private let figures = ClassifierFigures.all

  @Test func naiveBayesIsScikitLearns() throws {
    let samples = Matrix(rows: figures.samples)
    for figure in figures.naiveBayes {
      var configuration = GaussianNaiveBayes.Configuration()
      configuration.positivePrior = figure.prior
      let model = try GaussianNaiveBayes(configuration).fit(
        samples, labels: figures.labels, weights: figure.weighted ? figures.weights : nil)
      expectClose([model.positivePrior], [figure.positivePrior])
      expectClose(model.negativeMeans + model.positiveMeans, figure.means.flatMap { $0 })
      expectClose(
        model.negativeVariances + model.positiveVariances, figure.variances.flatMap { $0 })
      expectClose(model.scores(of: samples), figure.scores)
    }
  }

  @Test func logisticRegressionIsAtScikitLearnsOptimum() throws {
    let samples = Matrix(rows: figures.scaled)
    for figure in figures.logistic {
      var configuration = LogisticRegression.Configuration()
      configuration.inverseRegularization = figure.inverseRegularization
      configuration.classWeighting = figure.classWeights?.weighting ?? .none
      let model = try LogisticRegression(configuration).fit(
        samples, labels: figures.labels, weights: figure.weighted ? figures.weights : nil)
      #expect(model.didConverge)
      expectClose(
        model.coefficients + [model.intercept], figure.coefficients + [figure.intercept])
    }
  }

  @Test func foldsAreScikitLearns() throws {
    for figure in figures.folds {
      let folds = try StratifiedFolds(labels: figure.labels, foldCount: figure.foldCount)
      #expect(folds.folds == figure.folds)
    }
  }

  @Test func everyFoldNeedsARowOfEachClass() {
    let labels = [true, false, false, false, true, false]
    #expect(throws: FitError.tooFewForFolds(foldCount: 3, isPositive: true, available: 2)) {
      try StratifiedFolds(labels: labels, foldCount: 3)
    }
    #expect(throws: FitError.tooFewForFolds(foldCount: 3, isPositive: false, available: 2)) {
      try StratifiedFolds(labels: labels.map { !$0 }, foldCount: 3)
    }
    #expect(
      "\(FitError.tooFewForFolds(foldCount: 5, isPositive: true, available: 1))"
        == "5 folds need at least 5 rows of each class, but there is 1 positive one")
  }

  @Test func gridSearchIsScikitLearns() throws {
    let candidates = try figures.grid.inverseRegularizations.map { value in
      var configuration = LogisticRegression.Configuration()
      configuration.inverseRegularization = value
      return ScaledClassifier(try LogisticRegression(configuration))
    }
    let result = try GridSearch(candidates).fit(
      Matrix(rows: figures.samples), labels: figures.labels)
    #expect(result.bestIndex == figures.grid.best)
    expectClose(result.foldScores.flatMap { $0 }, figures.grid.foldScores.flatMap { $0 })
  }

  @Test func descentTakesScikitLearnsSteps() throws {
    let samples = Matrix(rows: figures.scaled)
    for figure in figures.descent {
      let model = try StochasticGradientDescent(try #require(configuration(figure))).fit(
        samples, labels: figures.labels, weights: figure.weighted ? figures.weights : nil)
      let name = "\(figure.loss), \(figure.penalty ?? "no penalty"), \(figure.rate)"
      #expect(model.epochCount == figure.epochCount, "\(name)")
      expectClose(
        model.state.scoringCoefficients + [model.state.scoringIntercept],
        figure.coefficients + [figure.intercept], name)
      guard let updated = figure.updated else { continue }
      let next = try model.updated(
        with: Matrix(rows: figures.scaled.reversed()), labels: figures.labels.reversed(),
        weights: nil)
      expectClose(
        next.state.scoringCoefficients + [next.state.scoringIntercept],
        updated.coefficients + [updated.intercept], name)
    }
  }

  @Test func aggressiveStepsAreScikitLearns() throws {
    let samples = Matrix(rows: figures.scaled)
    for figure in figures.aggressive {
      var configuration = PassiveAggressive.Configuration()
      configuration.variant = try #require(PassiveAggressive.Variant(rawValue: figure.variant))
      configuration.aggressiveness = figure.aggressiveness
      configuration.fitsIntercept = figure.fitsIntercept
      configuration.classWeighting = figure.classWeights?.weighting ?? .none
      configuration.averagingStart = figure.average == 0 ? nil : figure.average
      configuration.shuffles = false
      let model = try PassiveAggressive(configuration).fit(samples, labels: figures.labels)
      #expect(model.epochCount == figure.epochCount, "\(figure.variant)")
      expectClose(
        model.state.scoringCoefficients + [model.state.scoringIntercept],
        figure.coefficients + [figure.intercept], figure.variant)
      guard let updated = figure.updated else { continue }
      let next = try model.updated(
        with: Matrix(rows: figures.scaled.reversed()), labels: figures.labels.reversed(),
        weights: nil)
      expectClose(
        next.state.scoringCoefficients + [next.state.scoringIntercept],
        updated.coefficients + [updated.intercept], figure.variant)
    }
  }

  /// With one feature and all rows there is nothing to draw, so the tree is one and the same.
  @Test func aTreeOfOneFeatureIsScikitLearns() throws {
    let figure = figures.tree
    var configuration = RandomForest.Configuration()
    configuration.treeCount = 1
    configuration.drawsRows = false
    let model = try RandomForest(configuration).fit(
      Matrix(rows: figure.values.map { [$0] }), labels: figure.labels, weights: figure.weights)
    let thresholds = model.trees[0].nodes.filter { $0.feature >= 0 }.map(\.threshold).sorted()
    expectClose(thresholds, figure.thresholds)
    expectClose(model.scores(of: Matrix(rows: figure.places.map { [$0] })), figure.shares)
  }

  private func configuration(
    _ figure: ClassifierFigures.Descent
  ) -> StochasticGradientDescent.Configuration? {
    var configuration = StochasticGradientDescent.Configuration()
    let losses: [String: StochasticGradientDescent.Loss] = [
      "log_loss": .log, "hinge": .hinge, "modified_huber": .modifiedHuber,
      "perceptron": .perceptron, "squared_hinge": .squaredHinge,
    ]
    guard let loss = losses[figure.loss] else { return nil }
    configuration.loss = loss
    switch figure.penalty {
    case nil: configuration.penalty = .none
    case "l1": configuration.penalty = .absolute
    case "elasticnet": configuration.penalty = .elasticNet(absoluteShare: figure.l1Ratio)
    default: configuration.penalty = .squared
    }
    switch figure.rate {
    case "adaptive": configuration.learningRate = .adaptive(initial: figure.eta0)
    case "optimal": configuration.learningRate = .optimal
    case "constant": configuration.learningRate = .constant(figure.eta0)
    default:
      configuration.learningRate = .inverseScaling(
        initial: figure.eta0, exponent: figure.powerT)
    }
    configuration.regularization = figure.alpha
    configuration.averagingStart = figure.average == 0 ? nil : figure.average
    configuration.fitsIntercept = figure.fitsIntercept
    configuration.classWeighting = figure.classWeights?.weighting ?? .none
    configuration.shuffles = false
    return configuration
  }

  private func expectClose(_ values: [Double], _ expected: [Double], _ name: String = "") {
    let difference = largestDifference(values, expected)
    #expect(difference <= figures.tolerance, "\(name) \(difference)")
  }
}
