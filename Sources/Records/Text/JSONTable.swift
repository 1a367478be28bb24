/// Rows as JSON objects, one a line, as `extract --format ndjson` and other tools write them.
///
/// The objects name their columns themselves, so a header is not needed; nor is the trailer, but
/// where a header of ours was, its absence shows that the text was cut.
public struct JSONTable: Sendable {
  /// What a line is.
  public enum Line: Sendable, Equatable {
    case header(schemaVersion: Int)
    case row(isOfPackets: Bool)
    /// The rows that ought to stand before it, and whether they are all there were.
    case trailer(rowCount: Int?, isComplete: Bool)
    /// An object without any of our columns, which is a record that cannot be used.
    case other
  }

  /// Of what `extract` writes.
  public static let schema = "ipclust.extract"
  public static let schemaVersion = 1

  /// The columns of a row that `read` fills: those of packets, then those of address counts.
  public let columnNames: [String]

  private let packetColumnCount: Int
  /// Of all members that matter.
  private let names: [[UInt8]]

  private static let kindNames = ["record", "schema", "schemaVersion", "rowCount", "status"]

  /// - Parameter withTraits: whether the header fields of packets are wanted.
  public init(withTraits: Bool = false) {
    let packetNames = PacketTable.names(withTraits: withTraits)
    packetColumnCount = packetNames.count
    columnNames = packetNames + AddressCountTable.names
    names = (columnNames + Self.kindNames).map { Array($0.utf8) }
  }

  /// Tells what `line` is, and fills `row` with its columns in the order of `columnNames`.
  ///
  /// - Throws: `malformed` where it is no JSON object, a value has a type that no column has, or a
  ///   member that matters stands twice.
  public func read(_ line: Span<UInt8>, into row: inout TableRow) throws(SkipReason) -> Line {
    var values = [FlatJSON.Value?](repeating: nil, count: names.count)
    try FlatJSON.forEachMember(of: line) { key, value throws(SkipReason) in
      guard let index = index(of: line.extracting(key)) else { return }
      guard values[index] == nil else { throw .malformed }
      values[index] = value
    }
    func text(_ name: String) -> String? {
      guard let offset = Self.kindNames.firstIndex(of: name) else { return nil }
      return Self.range(values[columnNames.count + offset]).map { line.text($0) }
    }
    if text("schema") == Self.schema {
      return .header(schemaVersion: text("schemaVersion").flatMap { Int($0) } ?? 0)
    }
    if text("record") == "trailer" {
      return .trailer(
        rowCount: text("rowCount").flatMap { Int($0) }, isComplete: text("status") == "ok")
    }
    row.removeAll()
    for value in values.prefix(columnNames.count) {
      if case .container = value { throw .malformed }
      row.append(line.extracting(Self.range(value) ?? 0..<0))
    }
    let start = packetColumnCount
    if values[start] != nil, values[start + 1] != nil { return .row(isOfPackets: false) }
    // A packet without addresses still has the other columns.
    return values[..<start].allSatisfy { $0 == nil } ? .other : .row(isOfPackets: true)
  }

  private static func range(_ value: FlatJSON.Value?) -> Range<Int>? {
    switch value {
    case .string(let range), .word(let range): range
    case .null, .container, nil: nil
    }
  }

  private func index(of key: Span<UInt8>) -> Int? {
    names.firstIndex { key.isEqual(to: $0) }
  }
}
