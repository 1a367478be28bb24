/// The columns of a table of attacks, the labels of a login log.
public struct AttackTable: Sendable {
  private let start: Int
  private let end: Int
  private let sourceAddress: Int?

  /// The columns that are used, in any order and case; the first two are needed.
  public static let names = ["start", "end", "source_ip"]

  /// Looks the columns up by name.
  ///
  /// - Throws: `duplicateColumn`, `missingColumns`, `malformed`.
  public init(header: TableRow) throws(InputFailure) {
    let indices = try header.columnIndices(of: Self.names, ignoringCase: true)
    guard let start = indices["start"], let end = indices["end"] else {
      let missing = Self.names.prefix(2).filter { indices[$0] == nil }
      throw .missing(missing, of: "attacks", Array(Self.names.prefix(2)))
    }
    self.start = start
    self.end = end
    sourceAddress = indices["source_ip"]
  }

  /// What a data row says.
  ///
  /// - Parameter zone: of times that name none.
  /// - Throws: `missingField`, `badTime`, `negativeDuration`, `badIP`, `encoding`, or the row's own
  ///   fault.
  public func attack(_ row: TableRow, in zone: CivilZone) throws(SkipReason) -> Attack {
    if let fault = row.fault { throw fault }
    guard let startRange = row.range(of: start), let endRange = row.range(of: end),
      !row.bytes.isEmpty
    else { throw .missingField }
    let bytes = row.bytes.span
    guard let start = Timestamp(login: bytes.extracting(bytes.trimmed(startRange)), in: zone),
      let end = Timestamp(login: bytes.extracting(bytes.trimmed(endRange)), in: zone)
    else { throw .badTime }
    guard start <= end else { throw .negativeDuration }
    return Attack(start: start, end: end, sourceAddress: try address(row))
  }

  private func address(_ row: TableRow) throws(SkipReason) -> IPAddress? {
    guard let sourceAddress, let range = row.range(of: sourceAddress) else { return nil }
    let bytes = row.bytes.span
    let text = bytes.extracting(bytes.trimmed(range))
    return text.isEmpty ? nil : try loginAddress(text)
  }
}
