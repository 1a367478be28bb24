import Features
import Learning
import LinearAlgebra
import Records
import TestSupport
import Testing

@testable import Detection

@Suite struct LoginTrainingTests {
  /// A time of the course's log, with its labels.
  private static func samples(_ from: String, _ to: String) throws -> LoginSamples {
    let year = from.prefix(4)
    let (start, end) = (CourseLogins.time(from), CourseLogins.time(to))
    let attempts = try CourseLogins.attempts("logs_\(year).csv")
      .filter { start <= $0.time && $0.time < end }
    return try LoginSamples(
      MinuteTable(
        attempts, attacks: try CourseLogins.attacks("hackers_\(year).csv"), resolution: .minute))
  }

  private static func trained(
    _ name: LoginClassifierName, _ candidates: [[LoginParameter]] = [[]], on samples: LoginSamples
  ) throws -> LoginTrainingResult {
    try LoginTraining(name, candidates: candidates, seed: 100, threadCount: 1, refitsScaler: false)
      .fit(samples, labels: try #require(samples.labels))
  }

  private static func evaluated(
    _ model: LoginClassifierModel, on samples: LoginSamples, at threshold: Double? = nil
  ) throws -> LoginEvaluation {
    LoginEvaluation(
      labels: try #require(samples.labels), scores: model.scores(of: samples),
      threshold: threshold ?? model.defaultThreshold)
  }

  // MARK: The course

  @Test(.enabled(if: CourseLogins.areThere, "no course logins beside the checkout"))
  func theCoursesNaiveBayesComesOut() throws {
    let model = try Self.trained(.naiveBayes, on: Self.samples("2018-01-01", "2018-02-01")).model
    let found = try Self.evaluated(model, on: Self.samples("2018-02-01", "2018-03-01"))
    #expect(
      found.confusion
        == ConfusionMatrix(
          trueNegativeCount: 31_740, falsePositiveCount: 8_218, falseNegativeCount: 0,
          truePositiveCount: 5))
    #expect(abs((found.roc.area ?? 0) - 0.8971670253766455) < 1e-12)
  }

  @Test(.enabled(if: CourseLogins.areThere, "no course logins beside the checkout"))
  func theCoursesLogisticRegressionComesOut() throws {
    let grid = ["0.1", "0.5", "1", "2"].map { [LoginParameter(name: "C", value: $0)] }
    let result = try Self.trained(
      .logisticRegression, grid, on: Self.samples("2018-01-01", "2018-02-01"))
    #expect(result.parameters == [LoginParameter(name: "C", value: "0.5")])
    let means = try #require(result.choice).meanScores
    // scikit-learn's newton-cholesky at tolerance 1e-12; the course's solver stops early.
    let expected = [0.85892857, 0.87142857, 0.87142857, 0.85892857]
    for (mean, value) in zip(means, expected) { #expect(abs(mean - value) < 1e-8) }
    let found = try Self.evaluated(result.model, on: Self.samples("2018-02-01", "2018-03-01"))
    #expect(found.confusion.truePositiveCount == 4 && found.confusion.falsePositiveCount == 0)
    // The course stopped short of the optimum.
    #expect(abs((found.roc.area ?? 0) - 0.9697607487862255) < 1e-3)
    #expect(abs(found.precisionRecall.averagePrecision - 0.8001622323166775) < 1e-3)
  }

  @Test(.enabled(if: CourseLogins.areThere, "no course logins beside the checkout"))
  func theCoursesMonthsAreJudgedWellByWhatWasLearnedBefore() throws {
    var model = try Self.trained(.sgd, on: Self.samples("2018-01-01", "2019-01-01")).model
    let months = try [
      ("2019-01-01", "2019-02-01"), ("2019-02-01", "2019-03-01"), ("2019-03-01", "2019-04-01"),
    ].map { try Self.samples($0, $1) }
    let search = ThresholdSearch(
      PrecisionRecallCurve(
        labels: try #require(months[0].labels), scores: model.scores(of: months[0])),
      minimumPrecision: 0.85, minimumRecall: 0.7)
    let threshold = try #require(search.largest)
    for (month, recall) in zip(months, [0.70, 0.79, 0.75]) {
      let report = try Self.evaluated(model, on: month, at: threshold).report
      #expect(report.positive.recall >= recall && report.positive.precision >= 0.85)
      let labels = try #require(month.labels)
      model = try #require(try model.updated(with: month, labels: labels))
    }
  }

  // MARK: A small table

  /// Attacks are the rows whose first feature is large.
  private static let small: LoginSamples = {
    let rows = Matrix(rows: [[0, 0], [0, 1], [9, 0], [8, 1]])
    let indices = (0..<120).map { $0 % 17 == 0 ? 2 + $0 % 2 : $0 % 2 }
    return LoginSamples(
      schema: FeatureSchema(name: "small", schemaVersion: 1, features: ["a", "b"]),
      startSeconds: 0, periodSeconds: 60, distinctRows: rows, indices: indices,
      labels: indices.map { $0 >= 2 })
  }()

  @Test(arguments: LoginClassifierName.allCases.filter { $0 != .dummy })
  func whatIsPlainIsLearned(name: LoginClassifierName) throws {
    let model = try Self.trained(name, on: Self.small).model
    let found = try Self.evaluated(model, on: Self.small)
    #expect(model.name == name)
    #expect(found.confusion.falsePositiveCount == 0 && found.confusion.falseNegativeCount == 0)
  }

  /// Rows gathered by class and counted give the model of the rows one by one, bit for bit.
  @Test(arguments: LoginClassifierName.allCases.filter { $0 != .dummy && !$0.learnsOnline })
  func distinctRowsTeachTheSameAsAll(name: LoginClassifierName) throws {
    let small = Self.small
    let apart = LoginSamples(
      schema: small.schema, startSeconds: 0, periodSeconds: 60,
      distinctRows: small.distinctRows.selecting(small.indices), indices: Array(0..<120),
      labels: small.labels)
    let scores = try Self.trained(name, on: small).model.scores(of: small)
    #expect(scores == (try Self.trained(name, on: apart).model.scores(of: small)))
  }

  @Test func theBestCandidateIsTakenAndTiesGoToTheFirst() throws {
    // Trees of a forest cannot be told apart here; under a heavy penalty nothing is learned.
    let forests = ["5", "7"].map { [LoginParameter(name: "trees", value: $0)] }
    let tied = try Self.trained(.randomForest, forests, on: Self.small)
    #expect(tied.choice?.bestIndex == 0 && tied.parameters == forests[0])
    let penalties = ["1e-9", "1"].map { [LoginParameter(name: "C", value: $0)] }
    let chosen = try Self.trained(.logisticRegression, penalties, on: Self.small)
    #expect(chosen.choice?.bestIndex == 1 && chosen.parameters == penalties[1])
  }

  @Test(arguments: LoginClassifierName.allCases)
  func onlyTwoClassifiersLearnOn(name: LoginClassifierName) throws {
    let model = try Self.trained(name, on: Self.small).model
    let labels = try #require(Self.small.labels)
    let updated = try model.updated(with: Self.small, labels: labels)
    #expect((updated != nil) == name.learnsOnline)
    #expect(updated != model)
  }

  @Test(arguments: [
    ("dummy", "strategy", "guess"), ("naive-bayes", "smoothing", "x"),
    ("naive-bayes", "prior", "2"), ("logistic-regression", "C", "0"),
    ("logistic-regression", "class-weight", "heavy"), ("random-forest", "trees", "0"),
    ("random-forest", "trees", "1.5"), ("sgd", "loss", "square"), ("sgd", "l1-ratio", "0.5"),
    ("sgd", "power", "1"), ("sgd", "average", "0"), ("sgd", "C", "1"),
    ("passive-aggressive", "variant", "pa-3"), ("passive-aggressive", "C", "-1"),
  ])
  func parametersThatCannotBeMeantAreRefused(
    name: String, parameter: String, value: String
  ) throws {
    let name = try #require(LoginClassifierName(rawValue: name))
    #expect(throws: InvalidHyperparameter.self) {
      try LoginTraining(
        name, candidates: [[LoginParameter(name: parameter, value: value)]], seed: 1,
        threadCount: 1, refitsScaler: false)
    }
  }

  @Test func aParameterIsGivenOnce() {
    let twice = [LoginParameter(name: "C", value: "1"), LoginParameter(name: "C", value: "2")]
    #expect(throws: InvalidHyperparameter.self) {
      try LoginTraining(
        .logisticRegression, candidates: [twice], seed: 1, threadCount: 1, refitsScaler: false)
    }
  }
}
