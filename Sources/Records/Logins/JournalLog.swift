/// Journal entries as `journalctl -o json` writes them, read one after another.
///
/// The program is told by `_COMM`, which the system vouches for; only where that is absent by
/// `SYSLOG_IDENTIFIER`, which any program may set.
/// - SeeAlso: systemd, *Journal Export Formats*, Journal JSON Format.
public struct JournalLog: Sendable {
  private var conversation = SSHConversation()

  private static let names = [
    "__REALTIME_TIMESTAMP", "_COMM", "SYSLOG_IDENTIFIER", "_PID", "MESSAGE",
  ]
  .map { Array($0.utf8) }
  private static let microsecondDigitCount: UInt8 = 6

  public init() {}

  /// What an entry says about an attempt.
  ///
  /// - Throws: as `AuthLog.attempt`, and `missingField` for an entry without a time or message.
  public mutating func attempt(_ line: Span<UInt8>) throws(SkipReason) -> LoginLine {
    var values = [FlatJSON.Value?](repeating: nil, count: Self.names.count)
    try FlatJSON.forEachMember(of: line) { key, value throws(SkipReason) in
      guard let index = Self.names.firstIndex(where: { line.extracting(key).isEqual(to: $0) })
      else { return }
      guard values[index] == nil else { throw .malformed }
      values[index] = value
    }
    guard let program = try Self.bytes(values[1] ?? values[2], in: line) else {
      throw .missingField
    }
    guard SSHConversation.isServer(program) else { throw .otherProgram }
    guard let timeText = try Self.bytes(values[0], in: line) else { throw .missingField }
    guard let time = Self.moment(timeText) else { throw .badTime }
    // A message that is too long for JSON is null.
    guard let message = try Self.bytes(values[4], in: line) else { throw .missingField }
    let process = try Self.bytes(values[3], in: line) ?? []
    return try conversation.attempt(message, by: process, at: .moment(time))
  }

  private static func moment(_ digits: [UInt8]) -> Timestamp? {
    guard let count = Int(count: digits.span) else { return nil }
    let moment = Timestamp(
      seconds: Int64(count / 1_000_000), nanoseconds: UInt32(count % 1_000_000) * 1000,
      fractionDigitCount: microsecondDigitCount)
    return moment.hasFourDigitYear ? moment : nil
  }

  /// The bytes of a value; nil for none.
  ///
  /// What is no text is an array of numbers, a byte each; an entry with a field twice has an array of
  /// texts, of which none can be preferred.
  private static func bytes(
    _ value: FlatJSON.Value?, in line: Span<UInt8>
  ) throws(SkipReason) -> [UInt8]? {
    switch value {
    case nil, .null: return nil
    case .word(let range): return range.map { line[$0] }
    case .string(let range):
      do throws(JSONFault) {
        return Array(try JSONElement.text(of: range, in: line).utf8)
      } catch {
        throw .malformed
      }
    case .container(let range):
      return try numbers(range.dropFirst().dropLast().map { line[$0] })
    }
  }

  private static func numbers(_ text: [UInt8]) throws(SkipReason) -> [UInt8] {
    var bytes: [UInt8] = []
    for field in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let digits = Array(field.filter { $0 != UInt8(ascii: " ") })
      guard let number = Int(count: digits.span), let byte = UInt8(exactly: number) else {
        throw .malformed
      }
      bytes.append(byte)
    }
    return bytes
  }
}
