import GRDB

extension StateReader {
  /// The entries that have silenced something, by the bytes of their text.
  public func allowHits() throws(StateFailure) -> [AllowHit] {
    try rows("SELECT entry, count, lastSeconds FROM allowHits ORDER BY entry") { fields in
      AllowHit(
        entry: try fields.text(), count: try fields.count(),
        lastSeconds: try fields.optionalInteger())
    }
  }
}

extension StateWriter {
  /// Notes that an entry keeps a finding from being told; a hit the first time only, however often it
  /// is asked.
  ///
  /// - Parameter seconds: when what was found happened, since 1970.
  public func noteAllowed(
    _ finding: StoredFinding, by entry: String, at seconds: Int64
  ) throws(StateFailure) {
    let addedCount = try execute(
      "INSERT INTO allowedFindings VALUES (?, ?) ON CONFLICT DO NOTHING",
      [finding.sequence.databaseValue, entry.databaseValue])
    guard addedCount > 0 else { return }
    try addAllowHits([AllowHit(entry: entry, count: 1, lastSeconds: seconds)])
  }

  /// Adds to the counts of entries, and widens their times; counts end at the largest number.
  public func addAllowHits(_ hits: [AllowHit]) throws(StateFailure) {
    for hit in hits {
      try execute(
        """
        INSERT INTO allowHits (entry, count, lastSeconds) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET
          count = CASE WHEN count > \(Int64.max) - excluded.count THEN \(Int64.max)
            ELSE count + excluded.count END,
          lastSeconds = coalesce(
            max(lastSeconds, excluded.lastSeconds), lastSeconds, excluded.lastSeconds)
        """, [hit.entry.databaseValue, hit.count.databaseValue, .of(hit.lastSeconds)])
    }
  }
}
