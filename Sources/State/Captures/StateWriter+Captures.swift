import GRDB
import Records

extension StateWriter {
  /// Remembers a file, in place of what was known of its path.
  public func put(_ file: KnownFile) throws(StateFailure) {
    let identity = file.identity
    let values: [DatabaseValue] = [
      .of(file.path.bytes), Int64(bitPattern: identity.device).databaseValue,
      Int64(bitPattern: identity.node).databaseValue, identity.byteCount.databaseValue,
      identity.modificationSeconds.databaseValue, identity.modificationNanoseconds.databaseValue,
    ]
    try execute(
      "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      values + file.verdict.columns)
  }

  /// Forgets a file that has vanished; its capture stays known.
  public func forget(_ path: InputPath) throws(StateFailure) {
    try execute("DELETE FROM files WHERE path = ?", [.of(path.bytes)])
  }

  /// Remembers a capture.
  ///
  /// - Returns: the number it has from now on, larger than all before.
  @discardableResult
  public func insert(_ capture: CaptureEntry) throws(StateFailure) -> Int64 {
    let id = try insert(
      "INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", capture.columns)
    try insert(capture.skipped, of: id)
    return id
  }

  /// Puts a capture in the place of that with its number.
  ///
  /// - Precondition: the number was given by `insert`.
  public func update(_ capture: CaptureEntry) throws(StateFailure) {
    let changedCount = try execute(
      """
      UPDATE captures SET hash = ?, headHash = ?, byteCount = ?, standing = ?, recordCount = ?,
        usedPacketCount = ?, firstSeconds = ?, firstNanoseconds = ?, firstDigits = ?,
        lastSeconds = ?, lastNanoseconds = ?, lastDigits = ?
      WHERE id = ?
      """, capture.columns + [capture.id.databaseValue])
    precondition(changedCount == 1, "a capture that changes was inserted before")
    try execute("DELETE FROM captureSkips WHERE captureId = ?", [capture.id.databaseValue])
    try insert(capture.skipped, of: capture.id)
  }

  private func insert(
    _ skipped: [SkipReason: Int], of capture: Int64
  ) throws(StateFailure) {
    for reason in SkipReason.allCases {
      guard let count = skipped[reason] else { continue }
      try execute(
        "INSERT INTO captureSkips VALUES (?, ?, ?)",
        [capture.databaseValue, reason.rawValue.databaseValue, count.databaseValue])
    }
  }
}

extension KnownFile.Verdict {
  /// Verdict, capture, reason, message.
  fileprivate var columns: [DatabaseValue] {
    switch self {
    case .capture(let id): ["capture".databaseValue, id.databaseValue, .null, .null]
    case .ignored(let reason): ["ignored".databaseValue, .null, reason.databaseValue, .null]
    case .unreadable(let reason, let message):
      ["unreadable".databaseValue, .null, reason.databaseValue, message.databaseValue]
    }
  }
}

extension CaptureEntry {
  /// All but the number and what was skipped.
  fileprivate var columns: [DatabaseValue] {
    [
      .of(hash), .of(headHash), byteCount.databaseValue, standing.rawValue.databaseValue,
      recordCount.databaseValue, usedPacketCount.databaseValue,
    ] + DatabaseValue.columns(of: firstTimestamp) + DatabaseValue.columns(of: lastTimestamp)
  }
}
