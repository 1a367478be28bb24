import Detection
import Features
import Learning
import LinearAlgebra
import Records
import Testing

@Suite struct LoginRepetitionTests {
  typealias Lesson = SavedLoginModel.Lesson
  typealias Input = SavedLoginModel.Input

  private static func time(_ day: Int64) -> Timestamp {
    Timestamp(seconds: day * 86_400, nanoseconds: 0, fractionDigitCount: 0)
  }

  private static func days(_ days: Range<Int64>) -> Range<Timestamp> {
    time(days.lowerBound)..<time(days.upperBound)
  }

  private static func log(_ name: String, hash: String? = nil) -> Input {
    Input(
      path: InputPath(name), status: .ok, sha256: hash, rowCount: 1, usedRowCount: 1)
  }

  private func lesson(
    _ inputs: [Input], asked: (Int64?, Int64?) = (nil, nil), rows: Range<Int64>?
  ) -> Lesson {
    Lesson(
      version: "0", inputs: inputs, from: asked.0.map(Self.time), to: asked.1.map(Self.time),
      rowTimes: rows.map(Self.days), rowCount: 2, attackCount: 1)
  }

  private func repetitions(
    _ lessons: [Lesson], _ rows: Range<Int64>, _ logs: [Input]
  ) throws -> [LoginRepetition] {
    let schema = FeatureSchema(name: "one", schemaVersion: 1, features: ["x"])
    let samples = LoginSamples(
      schema: schema, startSeconds: 0, periodSeconds: 60, distinctRows: Matrix(rows: [[0], [1]]),
      indices: [0, 1], labels: [false, true])
    let result = try LoginTraining(
      .sgd, candidates: [[]], seed: 1, threadCount: 1, refitsScaler: false
    ).fit(samples, labels: [false, true])
    return SavedLoginModel(
      schema: schema, periodSeconds: 60, parameters: [], seed: 1, lessons: lessons,
      model: result.model
    ).repetitions(of: Self.days(rows), in: logs)
  }

  @Test func theSameBytesOfTheSameTimeAreRepeated() throws {
    let known = lesson([Self.log("a", hash: "1"), Self.log("labels", hash: "2")], rows: 10..<20)
    let log = Self.log("copy", hash: "1")
    #expect(
      try repetitions([known], 15..<30, [log, Self.log("b", hash: "3")]) == [
        LoginRepetition(path: log.path, times: Self.days(15..<20), isSameContent: true)
      ])
    #expect(try repetitions([known], 20..<30, [log]).isEmpty)
    #expect(try repetitions([known], 0..<10, [log]).isEmpty)
  }

  /// Models of earlier versions tell what was asked for alone.
  @Test(
    arguments: [
      ((nil, nil), 5..<30), ((10, nil), 10..<30), ((nil, 20), 5..<20), ((10, 20), 10..<20),
      ((30, 40), nil),
    ] as [((Int64?, Int64?), Range<Int64>?)])
  func whereTimesOfRowsAreNotKnownThoseAskedForCount(
    asked: (Int64?, Int64?), repeated: Range<Int64>?
  ) throws {
    let known = lesson([Self.log("a", hash: "1")], asked: asked, rows: nil)
    #expect(
      try repetitions([known], 5..<30, [Self.log("a", hash: "1")]).map(\.times)
        == [repeated].compactMap { $0.map(Self.days) })
    // The log has grown, and nobody knows how far it reached.
    #expect(try repetitions([known], 5..<30, [Self.log("a", hash: "2")]).isEmpty)
  }

  @Test func aLogThatHasGrownIsKnownByItsName() throws {
    let lessons = [
      lesson([Self.log("a", hash: "1")], rows: 0..<10), lesson([Self.log("a")], rows: 10..<20),
    ]
    let grown = Self.log("a", hash: "2")
    #expect(
      try repetitions(lessons, 5..<30, [grown]) == [
        LoginRepetition(path: grown.path, times: Self.days(5..<20), isSameContent: false)
      ])
    #expect(try repetitions(lessons, 20..<30, [grown]).isEmpty)
    #expect(try repetitions(lessons, 5..<30, [Self.log("b", hash: "2")]).isEmpty)
  }

  @Test func standardInputIsNoName() throws {
    let known = lesson([Self.log("-", hash: "1")], rows: 0..<10)
    #expect(try repetitions([known], 0..<10, [Self.log("-", hash: "2")]).isEmpty)
    #expect(try repetitions([known], 0..<10, [Self.log("-", hash: "1")]).count == 1)
  }
}
