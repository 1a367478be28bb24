import GRDB
import Records

extension StateReader {
  static let captureColumns = """
    id, hash, headHash, byteCount, standing, recordCount, usedPacketCount, firstSeconds, \
    firstNanoseconds, firstDigits, lastSeconds, lastNanoseconds, lastDigits
    """

  /// All files, by the bytes of their paths.
  public func knownFiles() throws(StateFailure) -> [KnownFile] {
    try rows(
      """
      SELECT path, device, node, byteCount, modificationSeconds, modificationNanoseconds,
        verdict, captureId, reason, message
      FROM files ORDER BY path
      """
    ) { fields in
      KnownFile(
        path: try fields.path(), identity: try fields.fileIdentity(),
        verdict: try fields.fileVerdict())
    }
  }

  public func capture(_ id: Int64) throws(StateFailure) -> CaptureEntry? {
    try captures("id = ?", id.databaseValue).first
  }

  /// Captures of this hash, in the order in which they came.
  public func captures(hash: [UInt8]) throws(StateFailure) -> [CaptureEntry] {
    try captures("hash = ?", .of(hash))
  }

  /// Captures whose first record has this hash, in the order in which they came.
  public func captures(headHash: [UInt8]) throws(StateFailure) -> [CaptureEntry] {
    try captures("headHash = ?", .of(headHash))
  }

  private func captures(
    _ condition: String, _ value: DatabaseValue
  ) throws(StateFailure) -> [CaptureEntry] {
    var captures = try rows(
      "SELECT \(Self.captureColumns) FROM captures WHERE \(condition) ORDER BY id", [value]
    ) { fields in try fields.capture() }
    for index in captures.indices {
      captures[index].skipped = try skipped(in: captures[index].id)
    }
    return captures
  }

  private func skipped(in capture: Int64) throws(StateFailure) -> [SkipReason: Int] {
    let counts = try rows(
      "SELECT reason, count FROM captureSkips WHERE captureId = ?", [capture.databaseValue]
    ) { fields in (try fields.word() as SkipReason, try fields.count()) }
    return Dictionary(uniqueKeysWithValues: counts)
  }
}

extension RowFields {
  fileprivate mutating func fileIdentity() throws -> KnownFile.Identity {
    KnownFile.Identity(
      device: UInt64(bitPattern: try integer()), node: UInt64(bitPattern: try integer()),
      byteCount: try integer(), modificationSeconds: try integer(),
      modificationNanoseconds: try integer())
  }

  fileprivate mutating func fileVerdict() throws -> KnownFile.Verdict {
    let verdict = try text()
    let (capture, reason) = (try optionalInteger(), try optionalText())
    let message = try optionalText()
    switch (verdict, capture, reason, message) {
    case ("capture", let capture?, nil, nil): return .capture(capture)
    case ("ignored", nil, let reason?, nil): return .ignored(reason)
    case ("unreadable", nil, let reason?, let message?):
      return .unreadable(reason, message: message)
    default: throw unexpected()
    }
  }

  fileprivate mutating func capture() throws -> CaptureEntry {
    CaptureEntry(
      id: try integer(), hash: try bytes(), headHash: try optionalBytes(), byteCount: try count(),
      standing: try word(), recordCount: try count(), usedPacketCount: try count(), skipped: [:],
      firstTimestamp: try timestamp(), lastTimestamp: try timestamp())
  }
}
