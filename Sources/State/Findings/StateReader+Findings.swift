import Features
import GRDB
import Records

extension StateReader {
  /// Digits of the shortest beginning of an identifier that is looked up.
  public static let shortestPrefixDigitCount = 6

  private static let findingColumns = """
    sequence, id, detector, side, address, windowStart, capturePath, firstPacket, packetCount, \
    byteCount, firstSeconds, firstNanoseconds, firstDigits, lastSeconds, lastNanoseconds, \
    lastDigits, anomalyScore, pValue, reference
    """

  /// The finding of an identifier, or of six or more of its first digits; nil where there is none,
  /// or more than one.
  public func finding(_ id: String) throws(StateFailure) -> StoredFinding? {
    guard case .one(let finding) = try findings(matching: id) else { return nil }
    return finding
  }

  /// The finding of an identifier, or what its first digits lead to, small or capital.
  public func findings(matching prefix: String) throws(StateFailure) -> FindingMatch {
    let prefix = prefix.lowercased()
    guard prefix.utf8.count >= Self.shortestPrefixDigitCount,
      prefix.utf8.allSatisfy({ digit in "0123456789abcdef".utf8.contains(digit) })
    else { return .none }
    // Behind the last digit: 'g' follows 'f'.
    let bounds = [prefix.databaseValue, (prefix + "g").databaseValue]
    let count =
      try rows("SELECT count(*) FROM findings WHERE id >= ? AND id < ?", bounds) {
        try $0.count()
      }.first ?? 0
    guard count <= 1 else { return .several(count) }
    return try findings("WHERE id >= ? AND id < ?", bounds).first.map(FindingMatch.one) ?? .none
  }

  /// Findings in the order in which they were raised.
  ///
  /// - Parameter windowStart: where the windows of the first begin, in seconds since 1970; nil for
  ///   all findings.
  public func findings(since windowStart: Int64?) throws(StateFailure) -> [StoredFinding] {
    guard let windowStart else { return try findings("ORDER BY sequence", []) }
    return try findings(
      "WHERE windowStart >= ? ORDER BY sequence", [windowStart.databaseValue])
  }

  /// The findings on an address in the order of their windows.
  public func findings(
    of address: IPAddress, on side: Side, by detector: Finding.Detector
  ) throws(StateFailure) -> [StoredFinding] {
    try findings(
      "WHERE address = ? AND side = ? AND detector = ? ORDER BY windowStart, sequence",
      [
        address.octetData.databaseValue, side.number.databaseValue,
        detector.rawValue.databaseValue,
      ])
  }

  /// What a sink has not got yet, in the order of raising.
  public func pendingDeliveries(to sink: String) throws(StateFailure) -> [StoredFinding] {
    try findings(
      """
      WHERE sequence IN (SELECT finding FROM deliveries WHERE sink = ? AND isSent = 0)
      ORDER BY sequence
      """, [sink.databaseValue])
  }

  private func findings(
    _ selection: String, _ arguments: [DatabaseValue]
  ) throws(StateFailure) -> [StoredFinding] {
    let found = try rows("SELECT \(Self.findingColumns) FROM findings \(selection)", arguments) {
      try $0.storedFinding()
    }
    var findings: [StoredFinding] = []
    for (sequence, finding) in found {
      let reasons = try rows(
        "SELECT text FROM findingReasons WHERE finding = ? ORDER BY place",
        [sequence.databaseValue]
      ) { try $0.text() }
      let deliveries = try rows(
        "SELECT sink, isSent FROM deliveries WHERE finding = ? ORDER BY sink",
        [sequence.databaseValue]
      ) { StoredFinding.Delivery(sink: try $0.text(), isSent: try $0.flag()) }
      findings.append(
        StoredFinding(finding: finding(reasons), sequence: sequence, deliveries: deliveries))
    }
    return findings
  }
}

extension RowFields {
  /// - Returns: the number of the finding, and what it is once its reasons are known.
  fileprivate mutating func storedFinding() throws -> (Int64, ([String]) -> Finding) {
    let (sequence, id) = (try integer(), try text())
    let detector: Finding.Detector = try word()
    let (side, address, windowStart) = (try self.side(), try self.address(), try integer())
    let (path, firstPacket) = (try self.path(), try count())
    let (packetCount, byteCount) = (try count(), try count())
    let (first, last) = (try timestamp(), try timestamp())
    let (anomalyScore, pValue, reference) = (try real(), try real(), try text())
    return (
      sequence,
      { reasons in
        Finding(
          id: id, detector: detector, side: side, address: address, windowStart: windowStart,
          capturePath: path, firstPacket: firstPacket, packetCount: packetCount,
          byteCount: byteCount, firstTimestamp: first, lastTimestamp: last,
          anomalyScore: anomalyScore, pValue: pValue, reference: reference, reasons: reasons)
      }
    )
  }
}
