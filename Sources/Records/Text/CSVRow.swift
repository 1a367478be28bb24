/// One row of a CSV text: its fields, unquoted, end to end in one buffer.
public struct CSVRow: Sendable {
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

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    fault = nil
    hasOpenQuote = false
  }
}
