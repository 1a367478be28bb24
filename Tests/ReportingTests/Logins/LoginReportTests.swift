import Features
import Learning
import LinearAlgebra
import Records
import Testing

@testable import Detection
@testable import Reporting

@Suite struct LoginReportTests {
  // MARK: Detections

  /// Twelve minutes, in the fifth and sixth of which somebody guessed.
  private static let attempts: [LoginAttempt] = {
    let start: Int64 = 1_736_121_600
    func attempt(_ second: Int64, _ name: String, _ address: UInt32, _ isSuccess: Bool = false)
      -> LoginAttempt
    {
      LoginAttempt(
        time: SampleLoginModel.time(start + second),
        sourceAddress: IPAddress(ipv4: 0xc633_6400 | address), username: name,
        isSuccess: isSuccess, failureReason: isSuccess ? nil : "error_wrong_password")
    }
    let quiet = (0..<12).map { attempt(Int64($0) * 60, $0 % 2 == 0 ? "ada" : "b\u{1b}[2Job", 1) }
    let guesses = (0..<60).map { attempt(240 + Int64($0) * 2, "guess\($0 / 2)", 66, $0 == 40) }
    return (quiet + guesses).sorted { $0.time < $1.time }
  }()

  private static let samples: LoginSamples = {
    let attack = Attack(start: attempts[4].time, end: SampleLoginModel.time(1_736_121_959))
    let table = MinuteTable(attempts, attacks: [attack], resolution: .minute)
    guard let samples = try? LoginSamples(table) else {
      preconditionFailure("the log has failures")
    }
    return samples
  }()

  private static func report(comparing other: LoginDetectorName? = nil) throws
    -> LoginDetectionReport
  {
    func detection(_ name: LoginDetectorName) throws -> LoginDetection {
      var configuration = LoginDetector.Configuration(name)
      configuration.contamination = 0.2
      return try LoginDetector(configuration).detect(samples)
    }
    return LoginDetectionReport(
      run: SampleLoginRun.run, try detection(.isolationForest),
      comparison: try other.map(detection),
      attempts: attempts)
  }

  @Test func detectionsLookAsRecorded() throws {
    let report = try Self.report(comparing: .lof)
    let text = try rendered { report.writeText(TextStyle(), to: $0) }
    try Golden.expect(text, equals: "logins-detect.txt")
    try Golden.expect(try rendered { report.writeJSON(to: $0) }, equals: "logins-detect.json")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func everyRowIsALineOfMachineFormats() throws {
    let report = try Self.report()
    let csv = try rendered { report.writeCSV(to: $0) }.split(separator: "\n")
    #expect(csv[0] == "schema_version,time,score,is_outlier" && csv.count == 13)
    #expect(csv[1].hasPrefix("1,2025-01-06T00:00:00Z,") && csv[1].hasSuffix(",0"))
    let lines = try rendered { report.writeNDJSON(to: $0) }.split(separator: "\n")
    #expect(lines.count == 14 && lines[13].contains("\"rowCount\":12"))
  }

  @Test func anOutlierHasTheRowsBehindIt() throws {
    let report = try Self.report()
    let incident = try #require(report.incidents.first)
    #expect(incident.periods.count == 2 && incident.failingUsernames.count >= 30)
    #expect(incident.suspectSuccesses == ["guess20"])
    let text = try rendered { report.writeText(TextStyle(), to: $0) }
    #expect(text.contains("198.51.100.66") && text.contains("perhaps guessed: guess20"))
  }

  // MARK: Evaluations

  private static func evaluation(at threshold: Double? = nil) throws -> LoginEvaluationReport {
    let samples = SampleLoginModel.samples
    return LoginEvaluationReport(
      run: SampleLoginRun.run, SampleLoginModel.make(.logisticRegression), samples,
      labels: try #require(samples.labels), threshold: threshold,
      attempts: SampleLoginModel.attempts)
  }

  @Test func evaluationsLookAsRecorded() throws {
    let report = try Self.evaluation()
    let target = PrecisionTarget(minimumPrecision: 0.85, minimumRecall: 0.7)
    try Golden.expect(
      try rendered { report.writeText(TextStyle(), target: target, to: $0) },
      equals: "logins-evaluate.txt")
    try Golden.expect(try rendered { report.writeJSON(to: $0) }, equals: "logins-evaluate.json")
  }

  @Test func theThresholdMayBeAnother() throws {
    let report = try Self.evaluation(at: 2)
    #expect(report.evaluation.confusion.truePositiveCount == 0 && report.incidents.isEmpty)
    let csv = try rendered { report.writeCSV(to: $0) }.split(separator: "\n")
    #expect(csv.count == report.samples.rowCount + 1)
    #expect(csv.dropFirst().allSatisfy { $0.hasSuffix(",0,0") || $0.hasSuffix(",0,1") })
  }

  // MARK: Thresholds

  private static func thresholds(_ demand: LoginThresholdReport.Demand) throws
    -> LoginThresholdReport
  {
    let model = SampleLoginModel.make(.logisticRegression)
    let samples = SampleLoginModel.samples
    return LoginThresholdReport(
      run: SampleLoginRun.run, model, demand, labels: try #require(samples.labels),
      scores: model.model.scores(of: samples))
  }

  @Test func thresholdsLookAsRecorded() throws {
    let report = try Self.thresholds(
      .precisionAndRecall(minimumPrecision: 0.85, minimumRecall: 0.5))
    try Golden.expect(
      try rendered { report.writeText(TextStyle(), to: $0) }, equals: "logins-threshold.txt")
  }

  @Test func noThresholdIsSaid() throws {
    let report = try Self.thresholds(
      .rates(maximumFalsePositiveRate: 0, minimumTruePositiveRate: 1))
    let text = try rendered { report.writeText(TextStyle(), to: $0) }
    let json = try rendered { report.writeJSON(to: $0) }
    #expect(report.search.largest == nil)
    #expect(text.contains("No threshold gives a false positive rate of at most 0.0"))
    #expect(json.contains("\"thresholds\": []") && !json.contains("largest"))
  }

  // MARK: Schemas

  @Test(.enabled(if: SchemaJudge.isInstalled, "no jsonschema for python3 here"))
  func documentsFollowTheirSchemas() throws {
    let detection = try Self.report(comparing: .isolationForest)
    let evaluation = try Self.evaluation()
    let grid = ["0.5", "1"].map { [LoginParameter(name: "C", value: $0)] }
    let samples = SampleLoginModel.samples
    let result = try LoginTraining(
      .logisticRegression, candidates: grid, seed: 1, threadCount: 1, refitsScaler: false
    ).fit(samples, labels: try #require(samples.labels))
    let training = LoginTrainingReport(
      run: SampleLoginRun.run, model: SampleLoginModel.small, result: result,
      path: InputPath("a.model"))
    for demand: LoginThresholdReport.Demand in [
      .precisionAndRecall(minimumPrecision: 0.85, minimumRecall: 0.5),
      .precisionAndRecall(minimumPrecision: 1, minimumRecall: 1),
      .rates(maximumFalsePositiveRate: 0.1, minimumTruePositiveRate: 0.5),
    ] {
      let report = try Self.thresholds(demand)
      let bytes = try renderedBytes { report.writeJSON(to: $0) }
      #expect(try SchemaJudge.misses([("logins-threshold", bytes)]) == "")
    }
    #expect(
      try SchemaJudge.misses([
        ("logins-detect", renderedBytes { detection.writeJSON(to: $0) }),
        ("logins-evaluate", renderedBytes { evaluation.writeJSON(to: $0) }),
        ("logins-train", renderedBytes { training.writeJSON(to: $0) }),
      ]) == "")
  }

  @Test func whatWasChosenIsShownAmongTheCandidates() throws {
    let grid = ["0.5", "1"].map { [LoginParameter(name: "C", value: $0)] }
    let result = LoginTrainingResult(
      model: SampleLoginModel.small.model, parameters: grid[1], candidates: grid,
      choice: LoginTrainingResult.Choice(bestIndex: 1, meanScores: [0.5, 0.75]))
    let report = LoginTrainingReport(
      run: SampleLoginRun.run, model: SampleLoginModel.small, result: result,
      path: InputPath("a.model"))
    let text = try rendered { report.writeText(TextStyle(), to: $0) }
    #expect(text.contains("  C=1") && text.contains("0.750000  chosen"))
  }

  @Test func aFailureIsADocumentToo() throws {
    let report = LoginFailureReport(
      run: SampleLoginRun.run, schema: LoginDetectionReport.schema,
      failure: InputFailure(.tooFewSamples, "expected a log with failures"))
    let json = try rendered { report.writeJSON(to: $0) }
    #expect(json.contains("\"status\": \"error\"") && json.contains("too-few-samples"))
    #expect(json.contains("\"schema\": \"ipclust.logins.detect\""))
  }

  // MARK: Curves

  @Test func curvesShowTheirTargetAndTheThresholdInUse() {
    var plot = CurvePlot(
      title: "T", xTitle: "x", yTitle: "y", points: [(0, 0), (0.5, 0.5), (1, 1)])
    plot.target = (0.7...1, 0.8...1)
    plot.mark = (0, 1)
    let lines = plot.lines(TextStyle())
    #expect(lines[2].contains("✕") && lines[2].contains("░"))
    #expect(!lines[10].contains("░"))
    #expect(lines.last?.contains("✕: the threshold in use; ░: what is asked for") == true)
    var style = TextStyle()
    style.isUnicode = false
    #expect(plot.lines(style).joined().utf8.allSatisfy { $0 < 0x80 })
  }
}
