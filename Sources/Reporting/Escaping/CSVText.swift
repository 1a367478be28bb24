/// Fields of comma-separated values (RFC 4180) that a spreadsheet will not run.
enum CSVText {
  /// Writes a record of fields that need no more quoting.
  static func write(_ fields: [String], to output: OutputBuffer) {
    var isFirst = true
    for field in fields {
      if !isFirst { output.write(UInt8(ascii: ",")) }
      output.write(field)
      isFirst = false
    }
    output.write(UInt8(ascii: "\n"))
  }

  /// A field of text that may come from a file.
  ///
  /// Hidden scalars are written out as for a terminal. A leading `= + - @` TAB or CR, which makes
  /// a spreadsheet take the text for a formula, gets a `'`.
  static func field(_ text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    return quoted((isFormula ? "'" : "") + TerminalText.escape(text))
  }

  /// RFC 4180, section 2: quotes where a comma, a quote or a line end would be misread.
  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d })
    else { return text }
    var field: [UInt8] = [UInt8(ascii: "\"")]
    field.reserveCapacity(text.utf8.count + 2)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { field.append(byte) }
      field.append(byte)
    }
    field.append(UInt8(ascii: "\""))
    return String(decoding: field, as: UTF8.self)
  }
}
