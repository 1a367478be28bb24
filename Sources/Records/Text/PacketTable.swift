/// The columns of a table of packets: `isrc` and `idst`, and if there are any `timestamp`, `len`, `id`.
///
/// `id` counts packets from 0, as the field's tables do. With the depth `innermost` the columns
/// `innersrc` and `innerdst` are preferred wherever they say something.
public struct PacketTable: Sendable {
  private let source: Int
  private let destination: Int
  private let innerSource: Int?
  private let innerDestination: Int?
  private let timestamp: Int?
  private let byteCount: Int?
  private let identifier: Int?
  /// Nil where nobody asks for traits.
  private let traitColumns: TraitColumns?

  /// The columns that are used, in any order.
  public static let names = ["isrc", "idst", "timestamp", "len", "id", "innersrc", "innerdst"]

  /// The columns that are used where traits are wanted, or not.
  package static func names(withTraits: Bool) -> [String] {
    withTraits ? names + TraitColumns.names : names
  }

  /// Looks the columns up by name.
  ///
  /// - Parameter withTraits: whether the header fields of packets are wanted.
  /// - Throws: `duplicateColumn` where a name that we use stands twice, `missingColumns` without both
  ///   addresses, `malformed` for a header that is no row.
  public init(
    header: TableRow, depth: FrameDecoder.Depth = .outermost, withTraits: Bool = false
  ) throws(InputFailure) {
    let indices = try header.columnIndices(of: Self.names(withTraits: withTraits))
    let missing = ["isrc", "idst"].filter { indices[$0] == nil }
    guard missing.isEmpty, let source = indices["isrc"], let destination = indices["idst"] else {
      let names = missing.map { "'\($0)'" }.joined(separator: " and ")
      throw InputFailure(
        .missingColumns,
        "a table of packets needs the columns 'isrc' and 'idst', but lacks \(names)")
    }
    self.source = source
    self.destination = destination
    innerSource = depth == .innermost ? indices["innersrc"] : nil
    innerDestination = depth == .innermost ? indices["innerdst"] : nil
    timestamp = indices["timestamp"]
    byteCount = indices["len"]
    identifier = indices["id"]
    traitColumns = withTraits ? TraitColumns(indices) : nil
  }

  /// What a data row says.
  ///
  /// - Parameter record: the number of the row, which stands where there is no `id`.
  /// - Throws: `missingField` for a short row, `noIP` where both addresses are empty, `badIP`,
  ///   `encoding`, `badTime`, `badValue`, or the row's own fault.
  public func observation(_ row: TableRow, record: Int) throws(SkipReason) -> Observation {
    if let fault = row.fault { throw fault }
    let (source, destination) = try addresses(row)
    guard source != nil || destination != nil else { throw .noIP }
    var observation = Observation(source: source, destination: destination, record: record)
    observation.timestamp = try row.time(timestamp)
    observation.byteCount = try row.count(byteCount) ?? 0
    if let identifier = try row.count(identifier) {
      guard identifier < .max else { throw .badValue }
      observation.record = identifier + 1
    }
    return observation
  }

  /// What a data row says, with its traits where they are wanted.
  ///
  /// - Throws: as `observation`.
  package func record(_ row: TableRow, number: Int) throws(SkipReason) -> TableRecord {
    let observation = try observation(row, record: number)
    return TableRecord(observation, traits: try traitColumns?.traits(row) ?? .unknown)
  }

  private func addresses(
    _ row: TableRow
  ) throws(SkipReason) -> (source: IPAddress?, destination: IPAddress?) {
    guard let sourceRange = row.range(of: source), let destinationRange = row.range(of: destination)
    else { throw .missingField }
    if innerSource != nil || innerDestination != nil {
      let inner = (try row.address(innerSource), try row.address(innerDestination))
      if inner.0 != nil || inner.1 != nil { return inner }
    }
    let bytes = row.bytes.span
    return (
      try optionalAddress(bytes, sourceRange), try optionalAddress(bytes, destinationRange)
    )
  }
}
