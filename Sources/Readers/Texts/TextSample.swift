import Records

/// The beginning of a text, looked at to find out what kind it is.
struct TextSample {
  private let lines: [ArraySlice<UInt8>]
  /// The first lines that are neither blank nor comments, without the blanks before them.
  private let records: [ArraySlice<UInt8>]

  /// Records of which one must be an address to make a list: its first lines may be a heading, or
  /// mistyped.
  private static let recordCount = 8
  /// Bytes of the longest heading or mistyped address; lines of prose are longer.
  private static let headingByteCount = 40

  private var firstRecord: ArraySlice<UInt8>? { records.first }

  /// - Parameter isWhole: whether `bytes` are the whole text, so that its last line is complete.
  init(_ bytes: [UInt8], isWhole: Bool) {
    var lines = bytes.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == 0x0d })
    if !isWhole, lines.count > 1 { lines.removeLast() }
    self.lines = lines
    records = Array(
      lines.lazy
        .map { $0.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }
        .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
        .prefix(Self.recordCount))
  }

  /// Whether `#separator` or `#fields` stands before the first record as Zeek writes them, or that
  /// looks like conn.log.
  ///
  /// Comments of a list of addresses may begin with the same words: `#fields of study`.
  var isZeekTable: Bool {
    for line in lines {
      if Self.isSeparatorLine(line) { return true }
      let fields = "#fields\t".utf8
      if line.starts(with: fields), line.count > fields.count { return true }
      if let byte = line.first, byte != UInt8(ascii: "#") { break }
    }
    guard let firstRecord else { return false }
    return ZeekTable.looksLikeConnection(firstRecord.span)
  }

  /// Whether a line is `#separator`, a blank and one byte as two hexadecimal digits: `\x09`.
  private static func isSeparatorLine(_ line: ArraySlice<UInt8>) -> Bool {
    let start = "#separator \\x".utf8
    guard line.starts(with: start) else { return false }
    let digits = line.dropFirst(start.count)
    return digits.count == 2
      && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  var isZeekJSON: Bool {
    guard let firstRecord, firstRecord.first == UInt8(ascii: "{") else { return false }
    return (try? ZeekJSONLine.observation(firstRecord.span, record: 1)) != nil
      || String(decoding: firstRecord, as: UTF8.self).contains("\"id.orig_h\"")
  }

  /// Whether the first record is the header of `extract --format ndjson`, or an object with the
  /// columns of a row.
  var isRowJSON: Bool {
    guard let firstRecord, firstRecord.first == UInt8(ascii: "{") else { return false }
    var row = TableRow()
    switch try? JSONTable().read(firstRecord.span, into: &row) {
    case .header: return true
    // A packet's number and time alone are in too many a log.
    case .row: return row.holdsAddress
    case .trailer, .other, nil: return false
    }
  }

  /// Whether the very first record is an address.
  var beginsWithAddress: Bool { firstRecord.map(Self.isAddress) ?? false }

  /// Whether one of the first records is an address, and those before it may be headings.
  var isAddressList: Bool {
    guard let index = records.firstIndex(where: Self.isAddress) else { return false }
    return records[..<index].allSatisfy { record in
      record.count <= Self.headingByteCount
        && record.allSatisfy { $0 >= UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
  }

  private static func isAddress(_ record: ArraySlice<UInt8>) -> Bool {
    (try? AddressLine.address(record.span)).flatMap(\.self) != nil
  }

  /// Whether the first line is a CSV header with the addresses' columns, of packets or of counts.
  ///
  /// - Throws: `missingColumns` where it is a CSV header beyond doubt, but without them.
  var isRowTable: Bool {
    get throws(InputFailure) {
      // A header row is the very first line, and a text without line breaks has its name only.
      guard let header = lines.first(where: { !$0.isEmpty }) else { return false }
      let names = header.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { Self.unquoted(Array($0)) }
      let wanted = ["isrc", "idst"].filter(names.contains)
      if wanted.count == 2 || RecordTable.holdsAddressCounts(names) { return true }
      // Three or more plain names and no other line of another shape: somebody else's table.
      guard !wanted.isEmpty || (names.count >= 3 && names.allSatisfy(Self.isName)) else {
        return false
      }
      let missing = ["isrc", "idst"].filter { !wanted.contains($0) }
        .map { "'\($0)'" }.joined(separator: " and ")
      let otherCount = names.count - names.count { wanted.contains($0) }
      throw InputFailure(
        .missingColumns,
        "a table of packets needs the columns 'isrc' and 'idst', but its header row lacks "
          + "\(missing) and has \(otherCount) other \(otherCount == 1 ? "column" : "columns"); "
          + "name the columns so")
    }
  }

  private static func unquoted(_ field: [UInt8]) -> String {
    let text = String(decoding: field, as: UTF8.self)
    let quote: Character = "\""
    let bare = text.first == quote && text.last == quote && text.count > 1
    return (bare ? String(text.dropFirst().dropLast()) : text)
      .split(separator: " ").joined(separator: " ")
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
    let isLetter = (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
    return isLetter
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
