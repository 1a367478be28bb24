import Records

/// What a model says of one period of a log that is followed.
public struct LoginPrediction: Sendable, Equatable {
  /// When the period begins.
  public let time: Timestamp
  /// Different user names that failed in it.
  public let usernamesWithFailures: Int
  /// Higher means more surely an attack.
  public let score: Double
  public let isAttack: Bool
  /// When the incident began to which a flagged period belongs; flagged periods without a gap between
  /// them are one. Nil of others.
  public let incident: Timestamp?
  /// The attempts behind a flagged period; nil of others.
  public let evidence: FlaggedPeriod?
}

/// What stands in a list of predictions already, from which they go on.
public struct LoginResumption: Sendable, Equatable {
  /// When the first and the last period listed begin.
  public let first: Timestamp
  public let last: Timestamp
  /// That of the last period, if it was flagged.
  public let incident: Timestamp?

  public init(first: Timestamp, last: Timestamp, incident: Timestamp?) {
    self.first = first
    self.last = last
    self.incident = incident
  }
}

/// How much came of following a log.
public struct LoginFollowTally: Sendable, Equatable {
  public internal(set) var periodCount = 0
  public internal(set) var flaggedCount = 0
  public internal(set) var incidentCount = 0
  /// Attempts that could not be used, by why.
  public internal(set) var lateCount = 0
  public internal(set) var farAheadCount = 0
  public internal(set) var crowdedCount = 0
  /// Batches and rows that the model learned from.
  public internal(set) var lessonCount = 0
  public internal(set) var learnedRowCount = 0
  /// Labels that came after their time had been learned from.
  public internal(set) var lateLabelCount = 0
  /// Rows that were given up before labels came for them.
  public internal(set) var forgottenRowCount = 0

  public init() {}

  mutating func count(_ fate: PeriodAssembly.Fate) {
    switch fate {
    case .taken: break
    case .late: lateCount += 1
    case .farAhead: farAheadCount += 1
    case .crowded: crowdedCount += 1
    }
  }
}
