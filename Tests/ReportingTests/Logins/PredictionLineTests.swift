import Records
import Testing

@testable import Detection
@testable import Reporting

@Suite struct PredictionLineTests {
  /// 2025-01-06 00:00, a quiet minute, then two flagged ones: of guesses, and of nothing at all.
  private static let predictions: [LoginPrediction] = {
    let start: Int64 = 1_736_121_600
    func time(_ minute: Int64) -> Timestamp { SampleLoginModel.time(start + minute * 60) }
    let guesses = (0..<30).map { guess in
      LoginAttempt(
        time: time(1), sourceAddress: IPAddress(ipv4: 0xc633_6401 + UInt32(guess)),
        username: "b\u{1b}[2J\"\(guess)", isSuccess: false, failureReason: "error_wrong_password")
    }
    let entered = LoginAttempt(
      time: time(1), sourceAddress: guesses[0].sourceAddress, username: "ada", isSuccess: true,
      failureReason: nil)
    func prediction(
      _ minute: Int64, _ score: Double, _ attempts: [LoginAttempt]
    ) -> LoginPrediction {
      LoginPrediction(
        time: time(minute), usernamesWithFailures: attempts.count { !$0.isSuccess }, score: score,
        isAttack: minute > 0, incident: minute > 0 ? time(1) : nil,
        evidence: minute > 0
          ? FlaggedPeriod(time: time(minute), score: score, attempts: attempts[...]) : nil)
    }
    return [
      prediction(0, -1.5e-7, []), prediction(1, 0.97, guesses + [entered]), prediction(2, 0.5, []),
    ]
  }()

  private static let lines: [UInt8] = {
    var bytes: [UInt8] = []
    let output = OutputBuffer { block throws(WriteFailure) in bytes += block }
    for prediction in predictions { PredictionLine.write(prediction, to: output) }
    try? output.finish()
    return bytes
  }()

  @Test func aLineTellsARunThatGoesOnItsPlace() throws {
    let lines = Self.lines.split(separator: 0x0a)
    try #require(lines.count == Self.predictions.count)
    for (line, prediction) in zip(lines, Self.predictions) {
      let place = try #require(PredictionLine.place(Array(line)))
      #expect(place.time == prediction.time && place.incident == prediction.incident)
      #expect(PredictionLine.mayBegin(line))
      #expect(PredictionLine.place(Array(line.dropLast())) == nil)
    }
  }

  @Test(.enabled(if: SchemaJudge.isInstalled, "no jsonschema for python3 here"))
  func linesFollowTheirSchema() throws {
    #expect(try SchemaJudge.misses(predictions: Self.lines) == "")
    // Else the line above would prove nothing.
    let text = String(decoding: Self.lines, as: UTF8.self)
    for (part, change) in [
      ("\"isAttack\":true", "\"isAttack\":1"), ("\"failureCount\":1}", "\"failureCount\":0}"),
      ("\"time\"", "\"at\""), ("\"addressCount\":30", "\"addressCount\":30,\"extra\":0"),
    ] {
      let changed = text.replacing(part, with: change, maxReplacements: 1)
      #expect(changed != text, "\(part)")
      #expect(try SchemaJudge.misses(predictions: Array(changed.utf8)) != "", "\(part)")
    }
  }
}
