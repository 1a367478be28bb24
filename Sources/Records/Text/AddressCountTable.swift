/// The columns of a table with one row per side and address, as `extract --addresses-only` writes it.
public struct AddressCountTable: Sendable {
  private let side: Int
  private let address: Int
  private let packetCount: Int?
  private let byteCount: Int?
  private let firstTimestamp: Int?
  private let lastTimestamp: Int?
  private let firstPacket: Int?

  /// The columns that are used, in any order; the first two are needed.
  public static let names = [
    "side", "address", "packetCount", "byteCount", "firstTimestamp", "lastTimestamp", "firstPacket",
  ]

  /// Looks the columns up by name.
  ///
  /// - Throws: `duplicateColumn`, `missingColumns`, `malformed`.
  public init(header: TableRow) throws(InputFailure) {
    let indices = try header.columnIndices(of: Self.names)
    guard let side = indices["side"], let address = indices["address"] else {
      throw InputFailure(
        .missingColumns, "a table of addresses needs the columns 'side' and 'address'")
    }
    self.side = side
    self.address = address
    packetCount = indices["packetCount"]
    byteCount = indices["byteCount"]
    firstTimestamp = indices["firstTimestamp"]
    lastTimestamp = indices["lastTimestamp"]
    firstPacket = indices["firstPacket"]
  }

  /// What a data row says: an address at one side, and what was counted about it.
  ///
  /// - Throws: `missingField`, `missingValue`, `badIP`, `encoding`, `badTime`, `badValue`, or the
  ///   row's own fault.
  public func record(_ row: TableRow, number: Int) throws(SkipReason) -> TableRecord {
    if let fault = row.fault { throw fault }
    guard let range = row.range(of: side), row.range(of: address) != nil else {
      throw .missingField
    }
    guard let address = try row.address(address) else { throw .missingValue }
    let bytes = row.bytes.span
    let sideText = bytes.extracting(bytes.trimmed(range))
    let isSource = sideText.isEqual(to: Array("source".utf8))
    guard isSource || sideText.isEqual(to: Array("destination".utf8)) else { throw .badValue }
    let record = try row.count(firstPacket) ?? number
    let observation = Observation(
      source: isSource ? address : nil, destination: isSource ? nil : address, record: record,
      timestamp: try row.time(firstTimestamp), packetCount: try row.count(packetCount) ?? 1,
      byteCount: try row.count(byteCount) ?? 0)
    return TableRecord(observation, lastTimestamp: try row.time(lastTimestamp))
  }
}
