import GRDB

extension StateReader {
  /// All that was said, in force or not, newest last.
  public func feedback() throws(StateFailure) -> [FeedbackEntry] {
    try rows(
      """
      SELECT id, findingId, verdict, why, untilSeconds, isUndone, recordedSeconds
      FROM feedback ORDER BY id
      """
    ) { fields in
      FeedbackEntry(
        id: try fields.integer(), findingId: try fields.text(), verdict: try fields.word(),
        why: try fields.text(), untilSeconds: try fields.optionalInteger(),
        isUndone: try fields.flag(), recordedSeconds: try fields.integer())
    }
  }
}

extension StateWriter {
  /// Remembers what was said of a finding.
  ///
  /// - Returns: the number it has from now on, larger than all before.
  @discardableResult
  public func insert(_ feedback: FeedbackEntry) throws(StateFailure) -> Int64 {
    try insert(
      "INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?)",
      [
        feedback.findingId.databaseValue, feedback.verdict.rawValue.databaseValue,
        feedback.why.databaseValue, .of(feedback.untilSeconds), feedback.isUndone.databaseValue,
        feedback.recordedSeconds.databaseValue,
      ])
  }

  /// Takes back what was said last of a finding and not taken back yet, so that what was said
  /// before holds again.
  ///
  /// - Returns: false where there is nothing to take back.
  public func undoFeedback(on findingId: String) throws(StateFailure) -> Bool {
    let changedCount = try execute(
      """
      UPDATE feedback SET isUndone = 1
      WHERE id = (SELECT max(id) FROM feedback WHERE findingId = ? AND isUndone = 0)
      """, [findingId.databaseValue])
    return changedCount > 0
  }
}
