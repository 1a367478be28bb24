import Records

/// What a login log or a file of labels is, by its first bytes and never by its name.
enum LoginKind: Equatable {
  case database
  case table
  case authLog
  case journal

  /// Bytes that are looked at: enough for some lines that are cut or of other programs.
  private static let lookAheadByteCount = 64 << 10
  private static let magicByteCount = 12
  /// Lines of which one must be a log's; the first of a rotated file may be half a line.
  private static let lineCount = 8

  /// Recognises what the stream holds and takes nothing from it.
  ///
  /// - Throws: `emptyFile`, `notACapture`, `unsupportedFormat`, `unsupportedCompression`, `encoding`,
  ///   `notADatabase`, `malformed`, or the stream's own failure where that left nothing.
  init(_ stream: ByteStream) throws(InputFailure) {
    let magic = Array(stream.peek(Self.magicByteCount))
    if magic.isEmpty {
      throw stream.failure
        ?? InputFailure(.emptyFile, "expected a log of logins, but there are no bytes")
    }
    if Magic.sqlite.starts(with: magic.prefix(Magic.sqlite.count)),
      stream.peek(Magic.sqlite.count).elementsEqual(Magic.sqlite)
    {
      self = .database
      return
    }
    try InputKind.refuseKnown(magic)
    let head = stream.peek(Self.lookAheadByteCount)
    self = try Self.text(
      Array(head.starts(with: Magic.utf8ByteOrderMark) ? head.dropFirst(3) : head))
  }

  private static func text(_ head: [UInt8]) throws(InputFailure) -> LoginKind {
    let lines = head.split(maxSplits: lineCount * 4, omittingEmptySubsequences: true) {
      $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
    }.prefix(lineCount)
    guard let first = lines.first else {
      throw InputFailure(.malformed, "expected a log of logins, but found empty lines only")
    }
    if isHeader(first) { return .table }
    if first.drop(while: isBlank).first == UInt8(ascii: "{") { return .journal }
    if lines.contains(where: { AuthLogLine.looksLikeOne($0.span) }) { return .authLog }
    guard isText(first) else {
      throw InputFailure(
        .notADatabase,
        "expected an SQLite database, a CSV, OpenSSH's lines of a syslog or journal entries as JSON, "
          + "but the first bytes are none of these")
    }
    guard first.contains(UInt8(ascii: ",")) else {
      throw InputFailure(
        .malformed,
        "expected an SQLite database, a CSV, OpenSSH's lines of a syslog or journal entries as JSON, "
          + "but the first lines are none of these")
    }
    // A table of something: its reader says which columns it lacks.
    return .table
  }

  /// Whether a line names columns of attempts or attacks.
  private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    let names = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { field in
        String(decoding: field.filter { $0 != UInt8(ascii: "\"") && !isBlank($0) }, as: UTF8.self)
          .lowercased()
      }
    return names.contains { LoginTable.names.contains($0) || AttackTable.names.contains($0) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether a line has no control characters but tabs.
  private static func isText(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\t") }
      && String(validating: line.prefix(1 << 10), as: UTF8.self) != nil
  }
}
