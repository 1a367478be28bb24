import LinearAlgebra
import Testing

@testable import Learning

/// The course's classifiers on its own table of minutes, beside scikit-learn 1.9.1's figures.
@Suite(.enabled(if: MinuteTableOfCourse.isThere, MinuteTableOfCourse.absence))
struct ClassifiersOnMinutesTests {
  private func january() throws -> MinuteTableOfCourse {
    try MinuteTableOfCourse.of("2018-01-01", to: "2018-02-01")
  }

  private func february() throws -> MinuteTableOfCourse {
    try MinuteTableOfCourse.of("2018-02-01", to: "2018-03-01")
  }

  @Test func tablesHaveTheRowsOfTheCourse() throws {
    let january = try january()
    #expect(january.samples.rowCount == 44_557)
    #expect(january.labels.count { $0 } == 38)
    #expect(RowGroups(january.samples).groupCount == 331)
    let february = try february()
    #expect(february.samples.rowCount == 39_963)
    #expect(february.labels.count { $0 } == 5)
  }

  @Test func naiveBayesHasTheCoursesConfusion() throws {
    let january = try january()
    let february = try february()
    let model = try GaussianNaiveBayes(.init()).fit(january.samples, labels: january.labels)
    #expect(isClose(model.positivePrior, 0.000852840182238481, tolerance: 1e-15))
    let scores = model.scores(of: february.samples)
    #expect(
      ConfusionMatrix(labels: february.labels, scores: scores, threshold: 0.5)
        == ConfusionMatrix(
          trueNegativeCount: 31_740, falsePositiveCount: 8_218, falseNegativeCount: 0,
          truePositiveCount: 5))
    let curve = PrecisionRecallCurve(labels: february.labels, scores: scores)
    #expect(isClose(curve.averagePrecision, 0.0006080505898090721, tolerance: 1e-15))
    #expect(isClose(curve.trapezoidalArea, 0.5003040252949046, tolerance: 1e-15))
    let area = ROCCurve(labels: february.labels, scores: scores).area
    #expect(isClose(area ?? 0, 0.8971670253766455, tolerance: 1e-15))
  }

  /// By newton-cholesky at tolerance 1e-12; the course's own solver stops early, at coefficients
  /// that differ in the first digit.
  @Test func logisticGridFindsTheOptimumOfTheBestC() throws {
    let january = try january()
    let february = try february()
    let candidates = try [0.1, 0.5, 1, 2].map { value in
      var configuration = LogisticRegression.Configuration()
      configuration.inverseRegularization = value
      return ScaledClassifier(try LogisticRegression(configuration))
    }
    let result = try GridSearch(candidates).fit(january.samples, labels: january.labels)
    #expect(result.bestIndex == 1)
    #expect(
      largestDifference(
        result.meanScores, [0.85892857, 0.87142857, 0.87142857, 0.85892857]) < 1e-8)
    let coefficients = [
      0.9560411809573908, 0.017005928187772315, 0.24683203268001525, 0.27624596310089405,
      0.07673359467498177, 0.07427326698332014, -0.3710480598296692, -0.37119054044107325,
      -0.15490904094680474, 0.41285345834369214, 0.37147030851287943, 0.36752831656802176,
      -0.15465219172384964, -0.1551817660190796, -0.15390299341632915, 0.3705277227008579,
      -0.15476206261662098, -0.15566938865544078, -0.15499404621266452, -0.15397117214104622,
      -0.1552911735821393, -0.15563362541167294, -0.1542585298331895, -0.15560631189810642,
      -0.15515034194693703, 0.3683594561339157, -0.15544572175522045, -0.1545524372974822,
      0.36778730497254253, 0.3682363099551401, -0.1544656672612742, -0.15159285261017927,
    ]
    #expect(largestDifference(result.model.base.coefficients, coefficients) < 1e-6)
    #expect(isClose(result.model.base.intercept, -9.723735627907958, tolerance: 1e-6))
    let scores = result.model.scores(of: february.samples)
    let confusion = ConfusionMatrix(labels: february.labels, scores: scores, threshold: 0.5)
    #expect(confusion.falsePositiveCount == 0 && confusion.truePositiveCount == 4)
    // The course's figures, within what its early stop moves them.
    let area = ROCCurve(labels: february.labels, scores: scores).area ?? 0
    #expect(abs(area - 0.9697607487862255) < 1e-3)
    let curve = PrecisionRecallCurve(labels: february.labels, scores: scores)
    #expect(abs(curve.averagePrecision - 0.8001622323166775) < 1e-3)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func randomForestIsWithinScikitLearnsSeeds(seed: UInt64) throws {
    let january = try january()
    let february = try february()
    var configuration = RandomForest.Configuration()
    configuration.seed = seed
    let model = try RandomForest(configuration).fit(january.samples, labels: january.labels)
    let scores = model.scores(of: february.samples)
    let confusion = ConfusionMatrix(labels: february.labels, scores: scores, threshold: 0.5)
    #expect(confusion.truePositiveCount >= 4 && confusion.falsePositiveCount <= 1)
    let area = ROCCurve(labels: february.labels, scores: scores).area ?? 0
    #expect(abs(area - 0.896) < 1e-3)
    // scikit-learn's forests of seeds 0 to 3 have 3 729 to 3 781 leaves.
    let leafCount = model.trees.reduce(0) { $0 + $1.leafCount }
    #expect((3_400...4_100).contains(leafCount))
  }

  /// scikit-learn 1.9.1 leaves C as it is in its own search, so all its values tie there.
  @Test func passiveAggressiveGridFindsTheCoursesC() throws {
    let january = try january()
    let february = try february()
    let candidates = try [0.01, 0.1, 1].map { aggressiveness in
      var configuration = PassiveAggressive.Configuration()
      configuration.aggressiveness = aggressiveness
      return ScaledClassifier(try PassiveAggressive(configuration))
    }
    let result = try GridSearch(candidates).fit(january.samples, labels: january.labels)
    #expect(result.bestIndex == 0)
    let scores = result.model.scores(of: february.samples)
    let confusion = ConfusionMatrix(labels: february.labels, scores: scores, threshold: 0)
    #expect(confusion.truePositiveCount == 4 && confusion.falsePositiveCount == 0)
  }

  /// Trained on 2018 and then month by month, as the course does, and with running moments.
  @Test(arguments: [true, false])
  func descentMeetsTheCoursesDemandsMonthByMonth(refitsScaler: Bool) throws {
    let year = try MinuteTableOfCourse.of("2018-01-01", to: "2019-01-01")
    #expect(year.samples.rowCount == 525_562)
    var model = try ScaledClassifier(
      StochasticGradientDescent(.init()), refitsScaler: refitsScaler
    ).fit(year.samples, labels: year.labels)
    let state = model.base.state
    // scikit-learn's seeds 0 to 3 give 0.941 to 0.956.
    #expect((0.935...0.96).contains(state.scoringCoefficients[0]))
    #expect(abs(state.scoringIntercept + 8.9987) < 0.02)
    #expect(model.base.epochCount == 37)
    var threshold = 0.5
    let months = [("01", "02", 31), ("02", "03", 8), ("03", "04", 22)]
    for (index, (month, next, truePositiveCount)) in months.enumerated() {
      let table = try MinuteTableOfCourse.of("2019-\(month)-01", to: "2019-\(next)-01")
      let scores = model.scores(of: table.samples)
      if index == 0 {
        #expect(
          ConfusionMatrix(labels: table.labels, scores: scores, threshold: 0.5).truePositiveCount
            == 28)
        let search = ThresholdSearch(
          PrecisionRecallCurve(labels: table.labels, scores: scores), minimumPrecision: 0.85,
          minimumRecall: 0.7)
        threshold = try #require(search.largest)
        #expect((0.0047...0.0056).contains(threshold))
      }
      let confusion = ConfusionMatrix(labels: table.labels, scores: scores, threshold: threshold)
      #expect(confusion.truePositiveCount == truePositiveCount, "2019-\(month)")
      #expect(confusion.falsePositiveCount <= (index == 2 ? 3 : 0), "2019-\(month)")
      model = try model.updated(with: table.samples, labels: table.labels, weights: nil)
    }
  }
}
