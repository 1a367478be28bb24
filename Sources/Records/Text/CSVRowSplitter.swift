/// Cuts blocks of bytes into rows of CSV, RFC 4180.
///
/// Rows end in CRLF, LF or CR. A quote inside an unquoted field is an ordinary character; text
/// after a closing quote makes the row malformed. Of a row over a limit no more is kept, but its
/// quotes are still followed, so that what a quoted field holds never becomes a row. A quoted field
/// longer than a whole row may be ends the splitting: nobody can tell which quote was meant to close
/// it.
public struct CSVRowSplitter: Sendable {
  private enum State {
    case fieldStart
    case unquoted
    case quoted
    case quoteInQuoted
    /// Inside a quoted field that never seems to close; nothing more is taken.
    case lost
  }

  private let maximumFieldByteCount: Int
  private let maximumRowByteCount: Int
  private var state = State.fieldStart
  private var row = TableRow()
  /// Whether a row has begun that no line end closed yet.
  public private(set) var hasPendingRow = false
  private var didEndInReturn = false
  /// Bytes since the last opening quote.
  private var quotedByteCount = 0

  /// Whether a quoted field passed the bound of a row, so that no further row will be found.
  public var isLost: Bool { state == .lost }

  public init(maximumFieldByteCount: Int, maximumRowByteCount: Int) {
    self.maximumFieldByteCount = maximumFieldByteCount
    self.maximumRowByteCount = maximumRowByteCount
  }

  /// Hands every row that ends in `block` to `body`; empty lines are none.
  public mutating func consume(_ block: Span<UInt8>, _ body: (TableRow) -> Void) {
    for index in block.indices {
      let byte = block[index]
      let followsReturn = didEndInReturn
      didEndInReturn = false
      if followsReturn, byte == UInt8(ascii: "\n") { continue }
      take(byte, body)
    }
  }

  /// Hands on a last row that has no line end.
  public mutating func finish(_ body: (TableRow) -> Void) {
    guard hasPendingRow, !isLost else { return }
    if state == .quoted {
      row.fault = row.fault ?? .malformed
      row.hasOpenQuote = true
    }
    endRow(body)
  }

  private mutating func take(_ byte: UInt8, _ body: (TableRow) -> Void) {
    guard !isLost else { return }
    let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    if isLineEnd, state != .quoted {
      didEndInReturn = byte == UInt8(ascii: "\r")
      return endRow(body)
    }
    hasPendingRow = true
    switch (state, byte) {
    case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
    case (.quoted, _): appendQuoted(byte)
    case (.fieldStart, UInt8(ascii: "\"")):
      state = .quoted
      quotedByteCount = 0
    case (.quoteInQuoted, UInt8(ascii: "\"")):
      state = .quoted
      appendQuoted(byte)
    case (_, UInt8(ascii: ",")): endField()
    case (.quoteInQuoted, _): row.fault = row.fault ?? .malformed
    default:
      state = .unquoted
      append(byte)
    }
  }

  private mutating func appendQuoted(_ byte: UInt8) {
    append(byte)
    quotedByteCount += 1
    if quotedByteCount > maximumRowByteCount { state = .lost }
  }

  private mutating func append(_ byte: UInt8) {
    guard row.fault != .tooLong else { return }
    let fieldStart = row.fieldEnds.last ?? 0
    // Each field also counts its place in the row, so that commas alone stay bounded as well.
    guard row.bytes.count - fieldStart < maximumFieldByteCount,
      row.bytes.count + row.fieldCount < maximumRowByteCount
    else {
      row.fault = .tooLong
      return
    }
    row.bytes.append(byte)
  }

  private mutating func endField() {
    state = .fieldStart
    guard row.fault != .tooLong else { return }
    guard row.bytes.count + row.fieldCount < maximumRowByteCount else {
      row.fault = .tooLong
      return
    }
    row.fieldEnds.append(row.bytes.count)
  }

  private mutating func endRow(_ body: (TableRow) -> Void) {
    row.fieldEnds.append(row.bytes.count)
    if !row.isEmptyLine { body(row) }
    row.removeAll()
    state = .fieldStart
    hasPendingRow = false
  }
}
