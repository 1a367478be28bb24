/// One row of a table, whatever it was written in: its fields as text, end to end in one buffer.
public struct TableRow: Sendable {
  public internal(set) var bytes: [UInt8] = []
  var fieldEnds: [Int] = []
  /// Why the row cannot be used, if so: `malformed` or `tooLong`.
  public internal(set) var fault: SkipReason?
  /// Whether the text ended inside a quoted field.
  public internal(set) var hasOpenQuote = false

  public var fieldCount: Int { fieldEnds.count }

  /// Where field `index` lies in `bytes`; nil for a row that is shorter.
  public func range(of index: Int) -> Range<Int>? {
    guard index >= 0, index < fieldEnds.count else { return nil }
    return (index == 0 ? 0 : fieldEnds[index - 1])..<fieldEnds[index]
  }

  /// Whether the row was an empty line, which is no record.
  var isEmptyLine: Bool { fieldEnds.count == 1 && bytes.isEmpty && fault == nil }

  public init() {}

  /// A row of names, the header of a table.
  public init(names: [String]) {
    for name in names { append(name.utf8) }
  }

  /// Adds a field to the end of the row.
  package mutating func append(_ field: some Sequence<UInt8>) {
    bytes.append(contentsOf: field)
    fieldEnds.append(bytes.count)
  }

  package mutating func append(_ field: Span<UInt8>) {
    for index in field.indices { bytes.append(field[index]) }
    fieldEnds.append(bytes.count)
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    fault = nil
    hasOpenQuote = false
  }
}
