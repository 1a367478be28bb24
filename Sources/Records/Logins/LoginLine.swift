/// A time of the year that its line does not name, as syslog writes it.
public struct YearlessTime: Sendable, Equatable {
  public let month: Int
  public let day: Int
  public let secondOfDay: Int

  /// Nil for what is no time in any year.
  public init?(month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    guard month >= 1, month <= 12, day >= 1, day <= Self.dayCounts[month - 1], hour >= 0,
      hour < 24, minute >= 0, minute < 60, second >= 0, second <= 60
    else { return nil }
    (self.month, self.day) = (month, day)
    secondOfDay = hour * 3600 + minute * 60 + second
  }

  /// Of a leap year.
  private static let dayCounts = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  static let secondsPerYear = dayCounts.reduce(0, +) * 86_400

  /// Seconds since the year began, had it a 29 February.
  var secondOfYear: Int {
    (Self.dayCounts[..<(month - 1)].reduce(0, +) + day - 1) * 86_400 + secondOfDay
  }

  /// The moment in `year`; nil where that year or that zone has no such time.
  public func moment(in year: Int, _ zone: CivilZone) -> Timestamp? {
    guard let date = CivilDate(year: Int64(year), month: Int64(month), day: Int64(day)),
      let seconds = zone.universalSeconds(
        ofLocal: date.daysSinceEpoch * 86_400 + Int64(secondOfDay))
    else { return nil }
    let moment = Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0)
    return moment.hasFourDigitYear ? moment : nil
  }
}

/// When a line of a log says it was written.
public enum LoginTime: Sendable, Equatable {
  case moment(Timestamp)
  case yearless(YearlessTime)
}

/// What one line of a login log says.
public struct LoginLine: Sendable, Equatable {
  public let time: LoginTime
  public let sourceAddress: IPAddress
  public let username: String
  public let isSuccess: Bool
  public let failureReason: String?
  /// How many attempts the line stands for: of "message repeated", all of them.
  public let attemptCount: Int

  public init(
    time: LoginTime, sourceAddress: IPAddress, username: String, isSuccess: Bool,
    failureReason: String?, attemptCount: Int = 1
  ) {
    precondition(attemptCount > 0, "a line tells of an attempt")
    self.time = time
    self.sourceAddress = sourceAddress
    self.username = username
    self.isSuccess = isSuccess
    self.failureReason = failureReason
    self.attemptCount = attemptCount
  }

  /// One of the attempts, at the moment that its time has turned out to be.
  public func attempt(at moment: Timestamp) -> LoginAttempt {
    LoginAttempt(
      time: moment, sourceAddress: sourceAddress, username: username, isSuccess: isSuccess,
      failureReason: failureReason)
  }
}
