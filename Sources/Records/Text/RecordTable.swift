/// What one row of a table says.
public struct TableRecord: Sendable, Equatable {
  public let observation: Observation
  /// For a row that sums up many packets, the time of the last; `observation` has that of the first.
  public let lastTimestamp: Timestamp?
  public let traits: PacketTraits

  public init(
    _ observation: Observation, lastTimestamp: Timestamp? = nil, traits: PacketTraits = .unknown
  ) {
    self.observation = observation
    self.lastTimestamp = lastTimestamp
    self.traits = traits
  }
}

/// A table that `extract` may have written, told by the names of its columns.
public enum RecordTable: Sendable {
  case packets(PacketTable)
  case addressCounts(AddressCountTable)

  /// - Throws: `missingColumns`, `duplicateColumn`, `malformed`.
  public init(
    header: TableRow, depth: FrameDecoder.Depth, withTraits: Bool = false
  ) throws(InputFailure) {
    do throws(InputFailure) {
      self = .packets(
        try PacketTable(header: header, depth: depth, withTraits: withTraits))
    } catch {
      guard error.class == .missingColumns, let counts = try? AddressCountTable(header: header)
      else { throw error }
      self = .addressCounts(counts)
    }
  }

  /// Whether columns of these names make a table of addresses.
  package static func holdsAddressCounts(_ names: [String]) -> Bool {
    names.contains("side") && names.contains("address")
  }

  /// What a data row says.
  ///
  /// - Parameter number: of the row, from 1.
  public func record(_ row: TableRow, number: Int) throws(SkipReason) -> TableRecord {
    switch self {
    case .packets(let table): try table.record(row, number: number)
    case .addressCounts(let table): try table.record(row, number: number)
    }
  }
}
