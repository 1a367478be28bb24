/// The columns of a table of login attempts, whatever it was written in.
public struct LoginTable: Sendable {
  private let datetime: Int
  private let sourceAddress: Int
  private let username: Int
  private let success: Int
  private let failureReason: Int?

  /// The columns that are used, in any order and case; all but the last are needed.
  public static let names = ["datetime", "source_ip", "username", "success", "failure_reason"]

  /// Looks the columns up by name.
  ///
  /// - Throws: `duplicateColumn`, `missingColumns`, `malformed`.
  public init(header: TableRow) throws(InputFailure) {
    let indices = try header.columnIndices(of: Self.names, ignoringCase: true)
    guard let datetime = indices["datetime"], let sourceAddress = indices["source_ip"],
      let username = indices["username"], let success = indices["success"]
    else {
      let missing = Self.names.dropLast().filter { indices[$0] == nil }
      throw .missing(missing, of: "logins", Array(Self.names.dropLast()))
    }
    self.datetime = datetime
    self.sourceAddress = sourceAddress
    self.username = username
    self.success = success
    failureReason = indices["failure_reason"]
  }

  /// What a data row says.
  ///
  /// - Parameter zone: of a time that names none.
  /// - Throws: `missingField` for a row that is short or has nothing in it, `badTime`, `badIP`,
  ///   `badSuccess`, `encoding`, or the row's own fault.
  public func attempt(_ row: TableRow, in zone: CivilZone) throws(SkipReason) -> LoginAttempt {
    if let fault = row.fault { throw fault }
    guard let timeRange = row.range(of: datetime), let addressRange = row.range(of: sourceAddress),
      let nameRange = row.range(of: username), let successRange = row.range(of: success),
      !row.bytes.isEmpty
    else { throw .missingField }
    let bytes = row.bytes.span
    guard let time = Timestamp(login: bytes.extracting(bytes.trimmed(timeRange)), in: zone) else {
      throw .badTime
    }
    let address = try loginAddress(bytes.extracting(bytes.trimmed(addressRange)))
    let successText = bytes.extracting(bytes.trimmed(successRange))
    guard let isSuccess = Bool(login: successText) else { throw .badSuccess }
    return LoginAttempt(
      time: time, sourceAddress: address, username: bytes.anyText(nameRange), isSuccess: isSuccess,
      failureReason: isSuccess ? nil : reason(row))
  }

  private func reason(_ row: TableRow) -> String? {
    guard let failureReason, let range = row.range(of: failureReason) else { return nil }
    let bytes = row.bytes.span
    let text = bytes.anyText(bytes.trimmed(range))
    return text.isEmpty ? nil : LoginFailureReason.normalized(text)
  }
}

extension InputFailure {
  /// "a table of logins needs the columns …, but lacks …".
  static func missing(_ missing: [String], of content: String, _ needed: [String]) -> InputFailure {
    func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
    return InputFailure(
      .missingColumns,
      "a table of \(content) needs the columns \(list(needed)), but lacks \(list(missing)); name "
        + "the columns so")
  }
}

extension Timestamp {
  /// Reads the time of a login log: RFC 3339, or the same with a blank or without a zone.
  ///
  /// Numbers are refused: nobody can tell whether they count seconds or less.
  init?(login text: Span<UInt8>, in zone: CivilZone) {
    self.init(civil: text, in: zone)
    guard hasFourDigitYear else { return nil }
  }
}

/// Reads an address of a login log; the zone of one that is local to a link is left out.
///
/// - Throws: `badIP`, or `encoding` where the bytes are not even UTF-8.
func loginAddress(_ text: Span<UInt8>) throws(SkipReason) -> IPAddress {
  var end = text.count
  for index in text.indices where text[index] == UInt8(ascii: "%") {
    // Behind the sign there must be a name, RFC 4007 section 11.
    guard index + 1 < text.count else { throw .badIP }
    end = index
    break
  }
  guard let address = IPAddress(text: text.extracting(0..<end)) else { throw text.addressFault }
  guard end == text.count || address.family == .ipv6 else { throw .badIP }
  return address
}

extension Bool {
  /// Reads `True`, `False`, `1` or `0`, the words in any case.
  init?(login text: Span<UInt8>) {
    guard text.count <= 5 else { return nil }
    switch text.text(0..<text.count).lowercased() {
    case "true", "1": self = true
    case "false", "0": self = false
    default: return nil
    }
  }
}

extension Span<UInt8> {
  /// The bytes as text; those that are not UTF-8 are taken for Latin-1, so that names which differ
  /// stay apart.
  func anyText(_ range: Range<Int>) -> String {
    let part = range.map { self[$0] }
    if let text = String(validating: part, as: UTF8.self) { return text }
    var text = ""
    for byte in part { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }
}
