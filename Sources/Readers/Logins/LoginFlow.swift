import Records

/// What becomes of the records of one login log: each is counted, selected and kept.
struct LoginFlow: RecordAccount {
  var tally: InputTally
  let selection: LoginSelection
  private(set) var attempts: [LoginAttempt] = []
  /// Lines whose year is known only once all logs were read, which are counted then.
  private var pending: [PendingLine] = []

  private struct PendingLine {
    let record: Int
    let time: YearlessTime
    let relativeYear: Int
    let line: LoginLine
  }

  init(_ path: InputPath, _ selection: LoginSelection) {
    tally = InputTally(path)
    self.selection = selection
  }

  /// Whether some times have no year.
  var hasYearlessTimes: Bool { !pending.isEmpty }

  /// The number that the record under way has, from 1, those that wait for their year included.
  var nextRecord: Int { tally.nextRecord + pending.count }

  /// Accounts for a row of a table.
  mutating func account(for row: () throws(SkipReason) -> LoginAttempt) {
    let record = nextRecord
    do throws(SkipReason) {
      take(try row(), 1, record)
    } catch {
      skip(error, record)
    }
  }

  /// Accounts for a line of a log, which `line` reads.
  ///
  /// - Parameter years: of the times that name none.
  mutating func account(
    _ years: inout YearInference, for line: () throws(SkipReason) -> LoginLine
  ) {
    let record = nextRecord
    do throws(SkipReason) {
      let line = try line()
      switch line.time {
      case .moment(let moment): take(line.attempt(at: moment), line.attemptCount, record)
      case .yearless(let time):
        pending.append(
          PendingLine(
            record: record, time: time, relativeYear: years.relativeYear(of: time), line: line))
      }
    } catch {
      skip(error, record)
    }
  }

  /// Gives the lines that wait for it their year, and counts them.
  mutating func settle(_ years: YearInference) {
    guard hasYearlessTimes else { return }
    let lastYear = selection.lastYear ?? LoginSelection.assumedYear
    settle(years, lastYear: lastYear)
    if selection.lastYear == nil {
      tally.add(
        note:
          "its times have no year, so that the latest is taken for one of \(lastYear) and days of "
          + "the week may be wrong; state its year with --year")
    }
  }

  /// Gives the lines that wait for it their year, and counts them.
  ///
  /// - Parameter lastYear: that of the latest time that `years` saw.
  mutating func settle(_ years: YearInference, lastYear: Int) {
    let lines = pending
    pending = []
    for waiting in lines {
      let year = years.year(ofRelative: waiting.relativeYear, lastYear: lastYear)
      if let moment = waiting.time.moment(in: year, selection.zone) {
        take(waiting.line.attempt(at: moment), waiting.line.attemptCount, waiting.record)
      } else {
        skip(.badTime, waiting.record)
      }
    }
  }

  /// The attempts since the last call; they are kept no longer.
  mutating func takeAttempts() -> [LoginAttempt] {
    defer { attempts = [] }
    return attempts
  }

  private mutating func take(_ attempt: LoginAttempt, _ count: Int, _ record: Int) {
    tally.countRecord(at: attempt.time)
    guard selection.holds(attempt.time) else {
      return tally.countSkip(.outsideTime, ofRecord: record)
    }
    tally.countUse(attempt.sourceAddress.family)
    for _ in 0..<count { attempts.append(attempt) }
  }

  private mutating func skip(_ reason: SkipReason, _ record: Int) {
    tally.countRecord(at: nil)
    tally.countSkip(reason, ofRecord: record)
  }
}

/// What becomes of the rows of one table of attacks.
struct AttackFlow: RecordAccount {
  var tally: InputTally
  let zone: CivilZone
  private(set) var attacks: [Attack] = []

  init(_ path: InputPath, _ zone: CivilZone) {
    tally = InputTally(path)
    self.zone = zone
  }

  /// The attacks since the last call; they are kept no longer.
  mutating func takeAttacks() -> [Attack] {
    defer { attacks = [] }
    return attacks
  }

  mutating func account(for row: () throws(SkipReason) -> Attack) {
    let record = tally.nextRecord
    do throws(SkipReason) {
      let attack = try row()
      tally.countRecord(at: attack.start)
      tally.countUse(attack.sourceAddress?.family)
      attacks.append(attack)
    } catch {
      tally.countRecord(at: nil)
      tally.countSkip(error, ofRecord: record)
    }
  }
}
