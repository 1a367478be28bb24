import GRDB
import Records

extension StateWriter {
  /// Remembers a finding, to be delivered to `sinks`.
  ///
  /// - Returns: false, and nothing changes, where its identifier is known.
  public func insert(
    _ finding: Finding, deliveries sinks: [String]
  ) throws(StateFailure) -> Bool {
    let addedCount = try execute(
      """
      INSERT INTO findings VALUES (
        NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """, finding.columns)
    guard addedCount > 0 else { return false }
    let sequence = reader.database.lastInsertedRowID
    for (place, reason) in finding.reasons.enumerated() {
      try execute(
        "INSERT INTO findingReasons VALUES (?, ?, ?)",
        [sequence.databaseValue, place.databaseValue, reason.databaseValue])
    }
    for sink in Set(sinks).sorted() {
      try execute(
        "INSERT INTO deliveries VALUES (?, ?, 0)",
        [sequence.databaseValue, sink.databaseValue])
    }
    return true
  }

  /// Notes that a sink has got a finding; of no effect where the sink was not to get it.
  public func markSent(_ findingId: String, to sink: String) throws(StateFailure) {
    try execute(
      """
      UPDATE deliveries SET isSent = 1
      WHERE finding = (SELECT sequence FROM findings WHERE id = ?) AND sink = ?
      """, [findingId.databaseValue, sink.databaseValue])
  }
}

extension Finding {
  /// All but the reasons.
  fileprivate var columns: [DatabaseValue] {
    let subject: [DatabaseValue] = [
      id.databaseValue, detector.rawValue.databaseValue, side.number.databaseValue,
      address.octetData.databaseValue, windowStart.databaseValue, .of(capturePath.bytes),
      firstPacket.databaseValue, packetCount.databaseValue, byteCount.databaseValue,
    ]
    let judgement: [DatabaseValue] = [
      anomalyScore.databaseValue, pValue.databaseValue, reference.databaseValue,
    ]
    return subject + DatabaseValue.columns(of: firstTimestamp)
      + DatabaseValue.columns(of: lastTimestamp) + judgement
  }
}
