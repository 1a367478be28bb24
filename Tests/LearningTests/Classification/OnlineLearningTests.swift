import LinearAlgebra
import Testing

@testable import Learning

@Suite struct OnlineLearningTests {
  private let samples = Matrix(rows: ClassifierFigures.all.scaled)
  private let labels = ClassifierFigures.all.labels

  /// One pass over all rows is a pass over some of them and then one over the others, with the count
  /// of steps and the means going on.
  @Test(arguments: [
    LearningRate.constant(0.1), .optimal, .inverseScaling(initial: 0.5, exponent: 0.25),
  ])
  func updatesGoOnWhereTheFitEnded(rate: LearningRate) throws {
    var configuration = StochasticGradientDescent.Configuration()
    configuration.learningRate = rate
    configuration.averagingStart = 70
    configuration.shuffles = false
    configuration.maximumEpochCount = 1
    let estimator = try StochasticGradientDescent(configuration)
    let whole = try estimator.fit(samples, labels: labels)
    for middle in [50, 100] {
      let part = try estimator.fit(
        samples.selecting(Array(0..<middle)), labels: Array(labels[..<middle]))
      let both = try part.updated(
        with: samples.selecting(Array(middle..<samples.rowCount)),
        labels: Array(labels[middle...]), weights: nil)
      #expect(both.state.stepCount == whole.state.stepCount)
      #expect(both.state.averagedStepCount == whole.state.averagedStepCount)
      #expect(
        largestDifference(
          both.state.coefficients + both.state.averageCoefficients,
          whole.state.coefficients + whole.state.averageCoefficients) < 1e-12)
      #expect(
        isClose(both.state.averageIntercept, whole.state.averageIntercept, tolerance: 1e-12))
    }
  }

  @Test func modelsRebuildFromTheirPropertiesAndGoOnAlike() throws {
    let model = try StochasticGradientDescent(.init()).fit(samples, labels: labels)
    let rebuilt = StochasticGradientModel(
      configuration: model.configuration,
      state: OnlineState(
        coefficients: model.state.coefficients, intercept: model.state.intercept,
        averageCoefficients: model.state.averageCoefficients,
        averageIntercept: model.state.averageIntercept,
        averagedStepCount: model.state.averagedStepCount, stepCount: model.state.stepCount),
      negativeFactor: model.negativeFactor, positiveFactor: model.positiveFactor,
      epochCount: model.epochCount, didConverge: model.didConverge)
    #expect(rebuilt == model)
    let next = try model.updated(with: samples, labels: labels, weights: nil)
    #expect(try rebuilt.updated(with: samples, labels: labels, weights: nil) == next)
    #expect(next != model)
  }

  @Test func updatesMayHaveOneClassButNotOtherColumns() throws {
    let model = try PassiveAggressive(.init()).fit(samples, labels: labels)
    let next = try model.updated(
      with: samples, labels: labels.map { _ in true }, weights: nil)
    #expect(next.scores(of: samples).reduce(0, +) > model.scores(of: samples).reduce(0, +))
    #expect(throws: FitError.featureCount(expected: 5, found: 1)) {
      try model.updated(with: Matrix(rows: [[1]]), labels: [true], weights: nil)
    }
    #expect(throws: FitError.labelCount(expected: samples.rowCount, found: 0)) {
      try model.updated(with: samples, labels: [], weights: nil)
    }
    let none = Matrix(rowCount: 0, columnCount: 5)
    #expect(try model.updated(with: none, labels: [], weights: nil).state == model.state)
  }

  @Test func rowsOfNoWeightAreAbsent() throws {
    let weights = labels.indices.map { Double($0 % 2) }
    let odd = labels.indices.filter { $0 % 2 == 1 }
    let estimator = try StochasticGradientDescent(.init())
    let weighted = try estimator.fit(samples, labels: labels, weights: weights)
    let alone = try estimator.fit(samples.selecting(odd), labels: odd.map { labels[$0] })
    #expect(weighted.state == alone.state)
  }

  @Test func theSeedOrdersTheRows() throws {
    var configuration = StochasticGradientDescent.Configuration()
    func model() throws -> StochasticGradientModel {
      try StochasticGradientDescent(configuration).fit(samples, labels: labels)
    }
    let first = try model()
    #expect(try model() == first)
    configuration.seed = 1
    #expect(try model().state != first.state)
  }

  @Test func runningMomentsAreThoseOfAllRowsAndRefittedOnesOfTheBatch() throws {
    let first = samples.selecting(Array(0..<80))
    let second = Matrix(
      rows: samples.rows[80...].map { $0.map { 3 * $0 + 1 } })
    let base = try PassiveAggressive(.init())
    let all = try StandardScaler().fit(Matrix(rows: first.rows + second.rows))
    for refits in [false, true] {
      let model = try ScaledClassifier(base, refitsScaler: refits)
        .fit(first, labels: Array(labels[..<80]))
        .updated(with: second, labels: Array(labels[80...]), weights: nil)
      let expected = refits ? try StandardScaler().fit(second) : all
      #expect(largestDifference(model.scaler.means, expected.means) < 1e-12)
      #expect(largestDifference(model.scaler.variances, expected.variances) < 1e-12)
    }
  }

  @Test func theTableOfTheLogisticFunctionIsAtTheLastPlaceOrTwo() {
    for step in -5_000...5_000 {
      let z = Double(step) * 0.0087
      let exact = 1 / (1 + exponential(-z))
      #expect(
        abs(LogisticTable.shared.logistic(z) - exact) <= 2 * exact.ulp, "\(z)")
    }
    #expect(LogisticTable.shared.logistic(1e300) == 1)
    #expect(LogisticTable.shared.logistic(-1e300) == 0)
  }

  /// Whether the rest of a margin is small enough for the series that is at hand or not.
  @Test(arguments: [0, 1e-9, -3e-5, 0x1.8p-7, -0x1p-6, 0.7, -30])
  func aForeseenMarginAndItsChangeGiveTheLogisticFunctionOfBoth(change: Double) {
    for step in -400...400 {
      let z = Double(step) * 0.11
      let exact = 1 / (1 + exponential(-(z + change)))
      let value = LogisticTable.shared.logistic(z, changedBy: change)
      // The sum of both is rounded on one side only.
      #expect(abs(value - exact) <= 4 * exact.ulp + exact * z.ulp, "\(z)")
    }
  }

  /// Steps that touch only what differs come to what steps over all columns come to, also where some
  /// rows are passed over, where rows differ in one column or in many, where a strong decay folds the
  /// scale, and where one leaves nothing of the coefficients.
  @Test(
    arguments: [CoefficientPenalty.none, .squared],
    [LearningRate.constant(0.05), .constant(0.2), .inverseScaling(initial: 0.1, exponent: 0.25)])
  func stepsOverDifferencesAreThoseOverAllColumns(
    penalty: CoefficientPenalty, rate: LearningRate
  ) throws {
    let order = (0..<4_000).map { $0 * $0 % 37 }
    let dense = samples.selecting(order)
    var sparse = Matrix(rowCount: order.count, columnCount: 9)
    for (row, index) in order.enumerated() {
      sparse[row, index % 8] = 1
      if index % 18 == 0 { sparse[row, 8] = 2 }
    }
    let (chosenLabels, weights) = (order.map { labels[$0] }, order.map { Double(1 + $0 % 3) })
    var training = OnlineTraining()
    training.penalty = penalty
    training.learningRate = rate
    training.averagingStart = 100
    training.maximumEpochCount = 3
    for (samples, regularization) in [(dense, 1e-4), (dense, 5), (sparse, 1e-4), (sparse, 5)] {
      training.regularization = regularization
      let rows = StepRows(
        GroupedSamples(samples), labels: chosenLabels, weights: weights,
        factors: (negative: 0.5, positive: 2))
      let start = OnlineState(featureCount: samples.columnCount)
      for rule in [HaltingRule(isHalting: false), HaltingRule(isHalting: true)] {
        let fast = try training.run(
          OnlinePasses(OffsetWeights(rows, start), rows, start), rule: rule)
        let plain = try training.run(
          OnlinePasses(DenseWeights(rows, start), rows, start), rule: rule)
        #expect(fast.state.stepCount == plain.state.stepCount && fast.state.stepCount > 300)
        #expect(fast.state.averagedStepCount == plain.state.averagedStepCount)
        for (left, right) in [
          (fast.state.coefficients, plain.state.coefficients),
          (fast.state.averageCoefficients, plain.state.averageCoefficients),
          (
            [fast.state.intercept, fast.state.averageIntercept],
            [plain.state.intercept, plain.state.averageIntercept]
          ),
        ] {
          // Means lose digits up to where the scale is folded.
          #expect(largestDifference(left, right) < 1e-9)
          #expect(left.contains { abs($0) > 1e-3 })
        }
      }
    }
  }

  @Test func lossesTakenOfProductsAreThoseOfEachMarginAddedUp() {
    var tally = LossTally()
    var sum = 0.0
    let loss = LogLoss()
    for step in -2_000...2_000 {
      let margin = Double(step) * 0.02
      loss.add(margin, slope: loss.slope(margin), to: &tally)
      sum += logisticLoss(Lanes(repeating: margin))[0]
    }
    #expect(isClose(tally.total, sum, tolerance: 1e-12))
  }
}

/// The logarithmic loss, which may pass over short rows.
private struct HaltingRule: StepRule {
  let isHalting: Bool

  func step(
    foreseen: Double, change: Double, square: Double, _ losses: inout LossTally
  ) -> Double? {
    let length = GradientRule<LogLoss>().step(
      foreseen: foreseen, change: change, square: square, &losses)
    return isHalting && square < 3 ? nil : length
  }
}
