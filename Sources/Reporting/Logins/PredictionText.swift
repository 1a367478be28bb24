import Detection
import Records

/// Predictions of `logins follow` to read: a line for each flagged period, or for all.
///
/// Nothing from the log reaches the output but through `TerminalText`.
public struct PredictionText {
  private let style: TextStyle
  private let showsAll: Bool

  /// - Parameter showsAll: whether periods that are not flagged have lines, too.
  public init(_ style: TextStyle, showsAll: Bool) {
    self.style = style
    self.showsAll = showsAll
  }

  /// Names and addresses that a line shows.
  private static let shownCount = 3

  public func write(_ prediction: LoginPrediction, to output: OutputBuffer) {
    guard prediction.isAttack || showsAll else { return }
    var parts = [
      prediction.time.description, prediction.isAttack ? "attack" : "usual",
      "score \(prediction.score.rounded(digitCount: 4))",
    ]
    if let evidence = prediction.evidence {
      parts.append(
        "\(evidence.failureCount.counted("failure", "failures")) of "
          + evidence.failingUsernames.count.counted("user name", "user names") + " ("
          + Self.list(evidence.failingUsernames.map { TerminalText.escape($0.name) }) + ") from "
          + evidence.failingAddresses.count.counted("address", "addresses") + " ("
          + Self.list(evidence.failingAddresses.map(\.address.description)) + ")")
      for name in evidence.suspectSuccesses.prefix(Self.shownCount) {
        parts.append("entered: \(TerminalText.escape(name))")
      }
    }
    output.write(style.typeset(parts.joined(separator: "  ")) + "\n")
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(shownCount).joined(separator: ", ") + (names.count > shownCount ? ", …" : "")
  }

  /// What came of following a log, in a line.
  ///
  /// - Parameter periodSeconds: how long each period is.
  public static func summary(_ tally: LoginFollowTally, periodSeconds: Int64) -> String {
    let days = Double(tally.periodCount) * Double(periodSeconds) / 86_400
    var parts = [
      tally.periodCount.counted("period", "periods") + " judged",
      "\(tally.flaggedCount.grouped) flagged in "
        + tally.incidentCount.counted("incident", "incidents"),
    ]
    if days > 0 {
      parts.append(
        "\((Double(tally.incidentCount) / days).rounded(digitCount: 2)) alerts a day")
    }
    for (count, words) in [
      (tally.learnedRowCount, "rows learned from"), (tally.lateCount, "attempts too late"),
      (tally.farAheadCount, "attempts too far ahead"), (tally.crowdedCount, "attempts too many"),
      (tally.lateLabelCount, "labels too late"),
      (tally.forgottenRowCount, "rows given up before labels came"),
    ] where count > 0 {
      parts.append("\(count.grouped) \(words)")
    }
    return parts.joined(separator: ", ")
  }
}
