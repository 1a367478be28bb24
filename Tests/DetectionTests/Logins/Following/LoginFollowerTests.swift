import Features
import Records
import Testing

@testable import Detection

@Suite struct LoginFollowerTests {
  /// Twelve days of quiet use, an attack a day, and what a model learned of the first six.
  private struct World {
    var attempts: [LoginAttempt] = []
    var attacks: [Attack] = []
    static let secondsPerDay: Int64 = 86_400
    static let half = time(6 * secondsPerDay)

    static func time(_ seconds: Int64) -> Timestamp {
      Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0)
    }

    init() throws {
      var state: UInt64 = 3
      func draw(_ bound: UInt64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((state >> 33) % bound)
      }
      let office = try #require(IPAddress("198.51.100.7"))
      for day in 0..<12 as Range<Int64> {
        for _ in 0..<60 {
          attempts.append(
            LoginAttempt(
              time: Self.time(day * Self.secondsPerDay + draw(86_000)), sourceAddress: office,
              username: "user\(draw(9))", isSuccess: draw(4) > 0))
        }
        let start = day * Self.secondsPerDay + 30_000 + draw(20_000)
        let guesser = IPAddress(ipv4: UInt32(0xC000_0200 + day))
        for number in 0..<40 as Range<Int64> {
          attempts.append(
            LoginAttempt(
              time: Self.time(start + 4 * number), sourceAddress: guesser,
              username: "guess\(draw(30))", isSuccess: false,
              failureReason: LoginFailureReason.wrongUsername.rawValue))
        }
        attacks.append(Attack(start: Self.time(start), end: Self.time(start + 160)))
      }
      attempts.sort()
    }

    func model(_ table: LoginFeatureTable, _ name: LoginClassifierName) throws -> SavedLoginModel {
      let before = attempts.filter { $0.time < Self.half }
      let samples = try table.samples(before, attacks: attacks, periodSeconds: 60)
      let result = try LoginTraining(
        name, candidates: [[]], seed: 1, threadCount: 1, refitsScaler: false
      ).fit(samples, labels: try #require(samples.labels))
      let lesson = SavedLoginModel.Lesson(
        version: "test", inputs: [], from: nil, to: Self.half, rowCount: samples.rowCount,
        attackCount: samples.attackCount ?? 0)
      return SavedLoginModel(
        schema: table.schema, periodSeconds: 60, parameters: [], seed: 1, lessons: [lesson],
        model: result.model)
    }
  }

  /// Follows to the end and learns where asked to, and gives what was predicted and the model.
  private static func followed(
    _ follower: LoginFollower, _ attempts: [LoginAttempt], isWhole: Bool = true
  ) throws -> (predictions: [LoginPrediction], follower: LoginFollower) {
    var follower = follower
    var predictions: [LoginPrediction] = []
    func work() throws {
      while let step = follower.next() {
        switch step {
        case .prediction(let prediction): predictions.append(prediction)
        case .lesson: _ = try follower.learn(version: "test", inputs: [])
        }
      }
    }
    for attempt in attempts {
      follower.take(attempt)
      try work()
    }
    if isWhole { follower.finish() }
    try work()
    return (predictions, follower)
  }

  private static func follower(
    _ model: SavedLoginModel, resumption: LoginResumption? = nil, learns: Bool = false,
    threshold: Double? = nil
  ) throws -> LoginFollower {
    try #require(
      LoginFollower(
        model, threshold: threshold, from: World.half, resumption: resumption, learns: learns,
        endsWithFailure: true))
  }

  @Test(arguments: LoginFeatureTable.allCases, [LoginClassifierName.sgd, .logisticRegression])
  func predictionsAreThoseOfTheWholeLog(
    table: LoginFeatureTable, name: LoginClassifierName
  ) throws {
    let world = try World()
    let model = try world.model(table, name)
    let samples = try table.samples(
      world.attempts, attacks: world.attacks, periodSeconds: 60, from: World.half)
    let (predictions, follower) = try Self.followed(Self.follower(model), world.attempts)
    #expect(predictions.map(\.time) == (0..<samples.rowCount).map(samples.time(ofRow:)))
    #expect(predictions.map(\.score) == model.model.scores(of: samples))
    #expect(follower.tally.periodCount == samples.rowCount && follower.tally.flaggedCount > 0)
    #expect(follower.model == model)
  }

  @Test func flaggedPeriodsThatTouchAreOneIncident() throws {
    let world = try World()
    let model = try world.model(.course, .sgd)
    let (predictions, follower) = try Self.followed(Self.follower(model), world.attempts)
    let flagged = predictions.filter(\.isAttack)
    var starts: Set<Timestamp> = []
    for (index, prediction) in predictions.enumerated() where prediction.isAttack {
      let follows = index > 0 && predictions[index - 1].isAttack
      #expect(prediction.incident == (follows ? predictions[index - 1].incident : prediction.time))
      starts.insert(try #require(prediction.incident))
      #expect(prediction.evidence?.failureCount ?? 0 >= prediction.usernamesWithFailures)
    }
    #expect(starts.count == follower.tally.incidentCount && starts.count < flagged.count)
    #expect(predictions.allSatisfy { $0.isAttack || $0.evidence == nil && $0.incident == nil })
  }

  @Test(arguments: LoginFeatureTable.allCases)
  func itGoesOnWhereItEndedWithOrWithoutWhatItHadLearned(table: LoginFeatureTable) throws {
    let world = try World()
    let start = try world.model(table, .sgd)
    func begun(_ model: SavedLoginModel, _ resumption: LoginResumption?) throws -> LoginFollower {
      var follower = try Self.follower(
        model, resumption: resumption, learns: true, threshold: 0.01)
      follower.take(world.attacks)
      return follower
    }
    let (whole, end) = try Self.followed(begun(start, nil), world.attempts)
    #expect(end.tally.lessonCount == 6 && end.model != start)
    #expect(end.model.lessons.count == 2)
    // Every place at which a run may have ended, with the model that had been saved by then or with
    // the one before that.
    var saved = [start]
    var follower = try begun(start, nil)
    var predictions: [LoginPrediction] = []
    func check(_ model: SavedLoginModel) throws {
      guard let first = predictions.first, let last = predictions.last else { return }
      let resumption = LoginResumption(
        first: first.time, last: last.time, incident: last.incident)
      let (rest, again) = try Self.followed(begun(model, resumption), world.attempts)
      #expect(predictions + rest == whole)
      #expect(again.model.model == end.model.model)
    }
    for attempt in world.attempts {
      follower.take(attempt)
      while let step = follower.next() {
        switch step {
        case .prediction(let prediction): predictions.append(prediction)
        case .lesson:
          // The lines stand, the model is not saved yet; then it is.
          try check(follower.model)
          _ = try follower.learn(version: "test", inputs: [])
          saved.append(follower.model)
          try check(follower.model)
        }
      }
    }
    for count in stride(from: 1, to: predictions.count, by: 977) {
      let last = predictions[count - 1]
      // The model that judged the next period.
      let learned = end.model.lessons.count
      #expect(learned == 2)
      let model = saved.last {
        ($0.lessons.last?.to ?? World.half) <= World.time(last.time.seconds + 60)
      }
      let resumption = LoginResumption(
        first: predictions[0].time, last: last.time, incident: last.incident)
      let (rest, _) = try Self.followed(
        begun(try #require(model), resumption), world.attempts)
      #expect(Array(whole[..<count]) + rest == whole)
    }
  }

  @Test func aLogWhoseEarlierLinesAreGoneGoesOnWithoutAGap() throws {
    let world = try World()
    let model = try world.model(.course, .sgd)
    let (whole, _) = try Self.followed(Self.follower(model), world.attempts)
    let last = try #require(whole.firstIndex { $0.time.seconds > 8 * World.secondsPerDay })
    let resumption = LoginResumption(
      first: whole[0].time, last: whole[last].time, incident: whole[last].incident)
    let later = world.attempts.filter { $0.time.seconds >= whole[last].time.seconds + 60 }
    #expect(later[0].time.seconds >= whole[last].time.seconds + 120)
    let (rest, _) = try Self.followed(Self.follower(model, resumption: resumption), later)
    #expect(Array(whole[...last]) + rest == whole)
  }

  @Test func labelsThatComeLateAreLearnedThen() throws {
    let world = try World()
    let model = try world.model(.course, .sgd)
    var follower = try Self.follower(model, learns: true)
    follower.take(Array(world.attacks.prefix(6)))
    let (_, before) = try Self.followed(follower, world.attempts)
    #expect(before.model == model)
    var later = before
    later.take(world.attacks)
    let (_, after) = try Self.followed(later, [])
    #expect(after.tally.lessonCount == 6 && after.model != model)
    var latest = after
    latest.take([Attack(start: World.time(700_000), end: World.time(700_100))])
    #expect(latest.tally.lateLabelCount == 1)
  }

  @Test func anAttemptOfAnEarlierPeriodIsTooLate() throws {
    let world = try World()
    let model = try world.model(.course, .sgd)
    var follower = try Self.follower(model)
    for attempt in world.attempts { follower.take(attempt) }
    #expect(follower.tally.lateCount == 0)
    follower.take(world.attempts[world.attempts.count / 2 + 100])
    #expect(follower.tally.lateCount == 1)
    follower.take(world.attempts[0], latest: World.time(-1))
    // What lies before the first row is of no use to these features.
    #expect(follower.tally.farAheadCount == 0)
  }
}
