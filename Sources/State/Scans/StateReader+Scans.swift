import GRDB

extension StateReader {
  /// The last scans, newest first.
  ///
  /// - Precondition: `limit` is not negative.
  public func scans(limit: Int) throws(StateFailure) -> [ScanEntry] {
    precondition(limit >= 0, "a number of scans is not negative")
    return try rows(
      """
      SELECT id, startedSeconds, captureCount, packetCount, findingCount, status, note
      FROM scans ORDER BY id DESC LIMIT ?
      """, [limit.databaseValue]
    ) { fields in
      ScanEntry(
        id: try fields.integer(), startedSeconds: try fields.integer(),
        captureCount: try fields.count(), packetCount: try fields.count(),
        findingCount: try fields.count(), status: try fields.text(), note: try fields.text())
    }
  }
}

extension StateWriter {
  /// Remembers a scan.
  ///
  /// - Returns: the number it has from now on, larger than all before.
  @discardableResult
  public func insert(_ scan: ScanEntry) throws(StateFailure) -> Int64 {
    try insert(
      "INSERT INTO scans VALUES (NULL, ?, ?, ?, ?, ?, ?)",
      [
        scan.startedSeconds.databaseValue, scan.captureCount.databaseValue,
        scan.packetCount.databaseValue, scan.findingCount.databaseValue,
        scan.status.databaseValue, scan.note.databaseValue,
      ])
  }
}
