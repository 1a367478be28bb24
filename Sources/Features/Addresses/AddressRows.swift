import Records

/// The rows of `extract --addresses-only`: one for each side and distinct address.
public struct AddressRows: Sendable {
  /// Their columns, in order.
  public static let columns = [
    "side", "family", "address", "packetCount", "byteCount", "firstTimestamp", "lastTimestamp",
    "firstPacket",
  ]

  private let tables: AddressTables
  private let recordOffsets: [Int]

  /// - Parameter recordOffsets: for each input the records of those before it, so that packets are
  ///   numbered over all of them.
  public init(_ tables: AddressTables, recordOffsets: [Int]) {
    self.tables = tables
    self.recordOffsets = recordOffsets
  }

  public var count: Int { tables.tables.reduce(0) { $0 + $1.count } }

  /// Hands on the rows in the order of a scan's populations, until `body` says that it is enough.
  ///
  /// - Parameter body: given the side and what was counted, `firstPacket` counted from 1 over all
  ///   inputs.
  public func visit<Failure: Error>(
    _ body: (Side, AddressRecord) throws(Failure) -> Bool
  ) throws(Failure) {
    for table in tables.tables {
      for record in table.records {
        var record = record
        if recordOffsets.indices.contains(record.firstInput) {
          record.firstPacket += recordOffsets[record.firstInput]
        }
        guard try body(table.side, record) else { return }
      }
    }
  }
}
