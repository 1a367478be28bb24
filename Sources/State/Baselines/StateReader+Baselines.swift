import GRDB

extension StateReader {
  /// The baseline that was stored last.
  public func latestBaseline() throws(StateFailure) -> BaselineEntry? {
    try rows(
      "SELECT id, startSeconds, endSeconds, model FROM baselines ORDER BY id DESC LIMIT 1"
    ) { fields in
      BaselineEntry(
        id: try fields.integer(), startSeconds: try fields.integer(),
        endSeconds: try fields.integer(), model: try fields.bytes())
    }.first
  }
}

extension StateWriter {
  /// Remembers a baseline; the earlier ones stay.
  ///
  /// - Returns: the number it has from now on, larger than all before.
  @discardableResult
  public func insert(_ baseline: BaselineEntry) throws(StateFailure) -> Int64 {
    try insert(
      "INSERT INTO baselines VALUES (NULL, ?, ?, ?)",
      [
        baseline.startSeconds.databaseValue, baseline.endSeconds.databaseValue,
        .of(baseline.model),
      ])
  }
}
