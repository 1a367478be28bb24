import Records

/// The beginning of a text, looked at to find out what kind it is.
struct TextSample {
  private let lines: [ArraySlice<UInt8>]
  /// The first line that is neither empty nor begins with `#`.
  private let firstRecord: [UInt8]?

  /// - Parameter isWhole: whether `bytes` are the whole text, so that its last line is complete.
  init(_ bytes: [UInt8], isWhole: Bool) {
    var lines = bytes.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == 0x0d })
    if !isWhole, lines.count > 1 { lines.removeLast() }
    self.lines = lines
    firstRecord = lines.first { line in
      guard let byte = line.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
      else { return false }
      return byte != UInt8(ascii: "#")
    }.map(Array.init)
  }

  /// Whether `#separator` or `#fields` stands before the first record, or that looks like conn.log.
  var isZeekTable: Bool {
    for line in lines {
      if line.starts(with: "#separator".utf8) || line.starts(with: "#fields".utf8) { return true }
      if let byte = line.first, byte != UInt8(ascii: "#") { break }
    }
    guard let firstRecord else { return false }
    return ZeekTable.looksLikeConnection(firstRecord.span)
  }

  var isZeekJSON: Bool {
    guard let firstRecord, firstRecord.first == UInt8(ascii: "{") else { return false }
    return (try? ZeekJSONLine.observation(firstRecord.span, record: 1)) != nil
      || String(decoding: firstRecord, as: UTF8.self).contains("\"id.orig_h\"")
  }

  var isAddressList: Bool {
    guard let firstRecord else { return false }
    return (try? AddressLine.address(firstRecord.span)).flatMap(\.self) != nil
  }

  /// Whether the first line is a CSV header with the addresses' columns.
  ///
  /// - Throws: `missingColumns` where it is a CSV header beyond doubt, but without them.
  var isPacketTable: Bool {
    get throws(InputFailure) {
      // A header row is the very first line, and a text without line breaks has its name only.
      guard let header = lines.first(where: { !$0.isEmpty }) else { return false }
      let names = header.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { Self.unquoted(Array($0)) }
      let wanted = ["isrc", "idst"].filter(names.contains)
      if wanted.count == 2 { return true }
      // Three or more plain names and no other line of another shape: somebody else's table.
      guard !wanted.isEmpty || (names.count >= 3 && names.allSatisfy(Self.isName)) else {
        return false
      }
      throw InputFailure(
        .missingColumns,
        "a table of packets needs the columns 'isrc' and 'idst', but its header row has "
          + "\(names.count) others; name the columns so")
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
