import Features
import Learning
import Records
import TestSupport
import Testing

@testable import Detection

/// Each month of 2019 by what was known when it began.
@Suite struct MonthByMonthTests {
  /// What the field's course reached with its own features: area under the curve, then recall at 0.5
  /// or, if that was better, at its own threshold.
  struct Month: Sendable, CustomStringConvertible {
    let start: String
    let end: String
    let averagePrecision: Double
    let recall: Double

    var description: String { start }
  }

  static let months = [
    Month(start: "2019-01-01", end: "2019-02-01", averagePrecision: 0.7356, recall: 0.7045),
    Month(start: "2019-02-01", end: "2019-03-01", averagePrecision: 0.800, recall: 0.8),
    Month(start: "2019-03-01", end: "2019-04-01", averagePrecision: 0.759, recall: 0.7586),
  ]

  private static func samples(
    _ table: LoginFeatureTable, from: String?, to: String
  ) throws -> LoginSamples {
    let end = CourseLogins.time(to)
    let attempts =
      try (CourseLogins.attempts("logs_2018.csv") + CourseLogins.attempts("logs_2019.csv"))
      .filter { $0.time < end }.sorted()
    let attacks =
      try CourseLogins.attacks("hackers_2018.csv") + CourseLogins.attacks("hackers_2019.csv")
    return try table.samples(
      attempts, attacks: attacks, periodSeconds: 60, from: from.map(CourseLogins.time))
  }

  private static func trained(
    _ name: LoginClassifierName, on samples: LoginSamples
  ) throws -> LoginClassifierModel {
    try LoginTraining(name, candidates: [[]], seed: 100, threadCount: 1, refitsScaler: false)
      .fit(samples, labels: try #require(samples.labels)).model
  }

  private static func shares(_ matrix: ConfusionMatrix) -> (precision: Double, recall: Double) {
    let found = Double(matrix.truePositiveCount)
    return (
      found / Double(matrix.truePositiveCount + matrix.falsePositiveCount),
      found / Double(matrix.positiveCount)
    )
  }

  @Test(
    .enabled(if: CourseLogins.areThere, "no course logins beside the checkout"),
    arguments: months)
  func extendedFeaturesBeatTheCourse(month: Month) throws {
    let before = try Self.samples(.extended, from: nil, to: month.start)
    let samples = try Self.samples(.extended, from: month.start, to: month.end)
    for name in [LoginClassifierName.logisticRegression, .sgd] {
      let model = try Self.trained(name, on: before)
      let found = LoginEvaluation(
        labels: try #require(samples.labels), scores: model.scores(of: samples),
        threshold: model.defaultThreshold)
      #expect(found.precisionRecall.averagePrecision > month.averagePrecision, "\(name)")
      let (precision, recall) = Self.shares(found.confusion)
      #expect(recall > month.recall && precision >= 0.85, "\(name) \(found.confusion)")
    }
  }

  /// The threshold is the lowest that kept a precision of 95 % on what was trained on: a margin above
  /// the 85 % that are asked for; any from 90 to 97 % does.
  @Test(
    .enabled(if: CourseLogins.areThere, "no course logins beside the checkout"),
    arguments: months)
  func theCoursesFeaturesMeetItsRequirement(month: Month) throws {
    let before = try Self.samples(.course, from: nil, to: month.start)
    let labels = try #require(before.labels)
    let model = try Self.trained(.sgd, on: before)
    let search = ThresholdSearch(
      PrecisionRecallCurve(labels: labels, scores: model.scores(of: before)),
      minimumPrecision: 0.95, minimumRecall: 0.7)
    let samples = try Self.samples(.course, from: month.start, to: month.end)
    let found = LoginEvaluation(
      labels: try #require(samples.labels), scores: model.scores(of: samples),
      threshold: try #require(search.thresholds.first))
    let (precision, recall) = Self.shares(found.confusion)
    #expect(recall >= 0.7 && precision >= 0.85, "\(found.confusion)")
  }
}
