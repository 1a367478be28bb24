import Detection
import Features
import Learning
import Records
import Testing

@testable import Reporting

/// Classifiers trained on a log made for the purpose: quiet days with an attack in each.
enum SampleLoginModel {
  static let all = LoginClassifierName.allCases.map { make($0) }
  /// For tests that try every byte.
  static let small = make(.dummy)
  static let online = make(.sgd)
  static let forest = make(.randomForest, [LoginParameter(name: "trees", value: "3")])

  /// 2025-01-06, a Monday.
  private static let start: Int64 = 1_736_121_600

  static let attempts: [LoginAttempt] = (0..<4).flatMap { day -> [LoginAttempt] in
    let dawn = start + Int64(day) * 86_400
    let quiet = (0..<24).map { hour in
      attempt(dawn + Int64(hour) * 3_600 + Int64(day * 7), name: "user\(hour % 5)", address: 1)
    }
    let attack = (0..<60).map { guess in
      attempt(
        dawn + 43_200 + Int64(guess * 2), name: "guess\(guess)", address: 9,
        isSuccess: guess == 50)
    }
    return quiet + attack
  }.sorted { $0.time < $1.time }

  static let attacks: [Attack] = (0..<4).map { day in
    let noon = start + Int64(day) * 86_400 + 43_200
    return Attack(start: time(noon), end: time(noon + 118))
  }

  static let samples: LoginSamples = {
    let table = MinuteTable(attempts, attacks: attacks, resolution: .minute)
    guard let samples = try? LoginSamples(table) else {
      preconditionFailure("the log has failures")
    }
    return samples
  }()

  static func time(_ second: Int64) -> Timestamp {
    Timestamp(seconds: second, nanoseconds: 0, fractionDigitCount: 0)
  }

  private static func attempt(
    _ second: Int64, name: String, address: UInt32, isSuccess: Bool = false
  ) -> LoginAttempt {
    LoginAttempt(
      time: time(second), sourceAddress: IPAddress(ipv4: 0x0a00_0000 | address), username: name,
      isSuccess: isSuccess, failureReason: isSuccess ? nil : "error_wrong_password")
  }

  static func make(
    _ name: LoginClassifierName, _ parameters: [LoginParameter] = []
  ) -> SavedLoginModel {
    guard
      let training = try? LoginTraining(
        name, candidates: [parameters], seed: .max, threadCount: 1, refitsScaler: false),
      let labels = samples.labels, let result = try? training.fit(samples, labels: labels)
    else { preconditionFailure("four days with attacks are enough for every classifier") }
    return SavedLoginModel(
      schema: samples.schema, periodSeconds: samples.periodSeconds, parameters: parameters,
      seed: .max, lessons: [lesson], model: result.model)
  }

  static let lesson = SavedLoginModel.Lesson(
    version: "0.0.0",
    inputs: [
      SavedLoginModel.Input(
        path: InputPath(bytes: [0x61, 0xff]), status: .partial,
        sha256: String(repeating: "0a", count: 32), rowCount: 340, usedRowCount: 336)
    ], from: time(start), to: nil, rowTimes: samples.times, rowCount: samples.rowCount,
    attackCount: samples.attackCount ?? 0)
}
