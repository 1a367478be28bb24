/// The columns of a CSV of packets: `isrc` and `idst`, and if there are any `timestamp`, `len`, `id`.
///
/// `id` counts packets from 0, as the field's tables do.
public struct PacketTable: Sendable {
  private let source: Int
  private let destination: Int
  private let timestamp: Int?
  private let byteCount: Int?
  private let identifier: Int?

  private static let usedNames: Set = ["isrc", "idst", "timestamp", "len", "id"]

  /// Looks the columns up by name.
  ///
  /// - Throws: `duplicateColumn` where a name that we use stands twice, `missingColumns` without both
  ///   addresses, `malformed` for a header that is no row.
  public init(header: CSVRow) throws(InputFailure) {
    guard header.fault == nil else {
      throw InputFailure(.malformed, "the header row is not CSV; close its quotes", record: 0)
    }
    var indices: [String: Int] = [:]
    let bytes = header.bytes.span
    for index in 0..<header.fieldCount {
      guard let range = header.range(of: index) else { continue }
      let name = bytes.text(bytes.trimmed(range))
      guard Self.usedNames.contains(name) else { continue }
      guard indices.updateValue(index, forKey: name) == nil else {
        throw InputFailure(.duplicateColumn, "column '\(name)' stands twice in the header row")
      }
    }
    let missing = ["isrc", "idst"].filter { indices[$0] == nil }
    guard missing.isEmpty, let source = indices["isrc"], let destination = indices["idst"] else {
      let names = missing.map { "'\($0)'" }.joined(separator: " and ")
      throw InputFailure(
        .missingColumns,
        "a table of packets needs the columns 'isrc' and 'idst', but lacks \(names)")
    }
    self.source = source
    self.destination = destination
    timestamp = indices["timestamp"]
    byteCount = indices["len"]
    identifier = indices["id"]
  }

  /// What a data row says.
  ///
  /// - Parameter record: the number of the row, which stands where there is no `id`.
  /// - Throws: `missingField` for a short row, `noIP` where both addresses are empty, `badIP`,
  ///   `encoding`, `badTime`, `badValue`, or the row's own fault.
  public func observation(_ row: CSVRow, record: Int) throws(SkipReason) -> Observation {
    if let fault = row.fault { throw fault }
    guard let sourceRange = row.range(of: source), let destinationRange = row.range(of: destination)
    else { throw .missingField }
    let bytes = row.bytes.span
    var observation = Observation(
      source: try optionalAddress(bytes, sourceRange),
      destination: try optionalAddress(bytes, destinationRange), record: record)
    guard observation.source != nil || observation.destination != nil else { throw .noIP }
    observation.timestamp = try time(row)
    observation.byteCount = try count(row, byteCount) ?? 0
    if let identifier = try count(row, identifier) {
      guard identifier < .max else { throw .badValue }
      observation.record = identifier + 1
    }
    return observation
  }

  /// The time of a row, used or not.
  public func time(_ row: CSVRow) throws(SkipReason) -> Timestamp? {
    guard let timestamp, let range = row.range(of: timestamp) else { return nil }
    let bytes = row.bytes.span
    let field = bytes.extracting(bytes.trimmed(range))
    guard !field.isEmpty else { return nil }
    guard let time = Timestamp(text: field) else { throw .badTime }
    return time
  }

  private func count(_ row: CSVRow, _ column: Int?) throws(SkipReason) -> Int? {
    guard let column, let range = row.range(of: column) else { return nil }
    let bytes = row.bytes.span
    let field = bytes.extracting(bytes.trimmed(range))
    guard !field.isEmpty else { return nil }
    guard let count = Int(count: field) else { throw .badValue }
    return count
  }
}
