import ArgumentParser
import Records
import Reporting
import State

/// `ipclust feedback`: what somebody who looked into a finding says of it.
struct FeedbackCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "feedback",
    abstract: "Say that a finding was benign or malicious, or take that back.",
    discussion: """
      FINDING is the identifier of a finding, or six or more of its first digits.

      Examples:
        ipclust feedback 3f9a01 --benign --why 'the new printer'
        ipclust feedback 3f9a01 --benign --why 'a pentest' --until 2027-02-01
        ipclust feedback 3f9a01 --malicious --why 'ticket 4711'
        ipclust feedback 3f9a01 --undo
      Exit status: 0 done, 64 wrong usage or no such finding, 74 the state cannot be written, 75 it is \
      busy.
      """)

  @Argument(help: ArgumentHelp("The finding.", valueName: "finding"))
  var finding: String

  @Flag(help: "Nothing of its address is raised again, while this holds.")
  var benign = false

  @Flag(help: "It was worth telling.")
  var malicious = false

  @Flag(help: "Take back what was said last of it.")
  var undo = false

  @Option(help: ArgumentHelp("The reason, in your words.", valueName: "text"))
  var why: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Until when it holds, by the times of packets. (default: for ever)", valueName: "time"))
  var until: String?

  @OptionGroup var state: StateArguments
  @OptionGroup var answer: AnswerArguments

  /// Characters of a reason; nobody reads more.
  private static let whyLimit = 1000

  func status() throws -> ExitStatus {
    let isJSON = try answer.isJSON()
    let verdict = try verdict()
    let report = try report(verdict, try untilSeconds())
    return answer.finish(.done) { buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(to: buffer)
    }
  }

  func untilSeconds() throws -> Int64? {
    try until.map { try OptionValue("--until", $0).timestamp().seconds }
  }

  /// What is said; nil to take something back.
  private func verdict() throws -> FeedbackEntry.Verdict? {
    let given = [benign, malicious, undo].count { $0 }
    guard given == 1 else {
      throw ValidationError(
        "expected one of --benign, --malicious and --undo, but found \(given == 0 ? "none" : "several")"
      )
    }
    if undo {
      if why != nil || until != nil {
        throw ValidationError(
          "--undo: expected no \(why != nil ? "--why" : "--until") beside it; leave it out")
      }
      return nil
    }
    let reason = why ?? ""
    guard !reason.allSatisfy(\.isWhitespace), reason.count <= Self.whyLimit else {
      throw ValidationError(
        "--why: expected a reason of 1 to \(Self.whyLimit) characters, but found "
          + (reason.allSatisfy(\.isWhitespace) ? "none" : "\(reason.count)"))
    }
    return benign ? .benign : .malicious
  }

  private func report(
    _ verdict: FeedbackEntry.Verdict?, _ untilSeconds: Int64?
  ) throws -> FeedbackReport {
    // Opened for reading first, since opening for writing would make a state where there is none.
    let directory = try state.directory()
    _ = try StateStore(reading: directory)
    let outcome = try StateStore(writing: directory).write { writer throws(StateFailure) in
      try change(writer, verdict, untilSeconds)
    }
    switch outcome {
    case .done(let report): return report
    case .refused(let expectation):
      throw ValidationError("expected \(expectation), but found '\(finding)'")
    case .contradiction(let known):
      throw ValidationError(
        "expected nothing said of '\(finding)' before, but found '\(known.verdict.rawValue)'; "
          + "take that back with --undo first")
    }
  }

  private enum Outcome {
    case done(FeedbackReport)
    case refused(String)
    case contradiction(FeedbackEntry)
  }

  private func change(
    _ writer: StateWriter, _ verdict: FeedbackEntry.Verdict?, _ untilSeconds: Int64?
  ) throws(StateFailure) -> Outcome {
    let (reader, stored): (StateReader, StoredFinding)
    switch try writer.reader.findings(matching: finding) {
    case .none:
      return .refused(
        "the identifier of a finding, or \(StateReader.shortestPrefixDigitCount) or more of its digits"
      )
    case .several(let count): return .refused("more digits, because \(count) findings begin so")
    case .one(let found): (reader, stored) = (writer.reader, found)
    }
    let known = try reader.feedback().last { $0.findingId == stored.finding.id && !$0.isUndone }
    guard let verdict else {
      guard try writer.undoFeedback(on: stored.finding.id) else {
        return .refused("a finding of which something was said")
      }
      return .done(try report(on: stored.finding, .undone, reader))
    }
    if let known {
      // Said again it says no more, so it is no mistake either.
      guard known.verdict == verdict, known.untilSeconds == untilSeconds else {
        return .contradiction(known)
      }
      return .done(try report(on: stored.finding, .known, reader))
    }
    try writer.insert(
      FeedbackEntry(
        findingId: stored.finding.id, verdict: verdict, why: why ?? "",
        untilSeconds: untilSeconds, recordedSeconds: Clock.seconds))
    return .done(try report(on: stored.finding, .recorded, reader))
  }

  private func report(
    on finding: Finding, _ change: FeedbackReport.Change, _ reader: StateReader
  ) throws(StateFailure) -> FeedbackReport {
    let last = try reader.feedback().last { $0.findingId == finding.id && !$0.isUndone }
    return FeedbackReport(finding: finding, change: change, inForce: last)
  }
}
