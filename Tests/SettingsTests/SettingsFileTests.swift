import Testing

@testable import Settings

@Suite struct SettingsFileTests {
  private func file(_ text: String) throws -> SettingsFile { try SettingsFile(Array(text.utf8)) }

  @Test func valuesKeepTheirKindAndLine() throws {
    let found = try file(
      """
      # everything
      [scan]
      threshold = "fdr:0.05"   # a comment
      stability = 20
      quiet = true
      share = 0.05

      [logins.train]
      grid = [
        "C=0.1", # one
        'C=0.5',
      ]
      since = 2012-03-16
      """)
    #expect(found.tables.map(\.path) == [["scan"], ["logins", "train"]])
    #expect(found.tables.map(\.line) == [2, 8])
    #expect(found.faults.isEmpty)
    #expect(
      found.entries.map(\.value) == [
        .text("fdr:0.05"), .number("20"), .truth(true), .number("0.05"),
        .list([.text("C=0.1"), .text("C=0.5")]), .other("a date or time without quotes"),
      ])
    #expect(found.entries.map(\.line) == [3, 4, 5, 6, 9, 13])
  }

  @Test(
    arguments: [
      ("scan.threshold = 'x'", ["scan"], "threshold", 1),
      ("[ scan ]\n\"threshold\"= 'x'", ["scan"], "threshold", 2),
      ("[scan]\nb = [1,\n2, # more\n\n]\nthreshold = 'x'", ["scan"], "threshold", 6),
      ("[scan]\r\na = \"\\\"[\"\r\nthreshold = 'x'", ["scan"], "threshold", 3),
      ("[scan]\nnot.here = 1\nthreshold = 'x'", ["scan"], "threshold", 3),
      ("\u{feff}[scan]\nthreshold = 'x'", ["scan"], "threshold", 2), ("top = 1", [], "top", 1),
    ] as [(String, [String], String, Int)])
  func linesAreThoseOfTheKeys(text: String, table: [String], key: String, line: Int) throws {
    let entry = try #require(try file(text).entries.first { $0.key == key })
    #expect(entry.table == table && entry.line == line)
  }

  @Test(
    arguments: [
      (#""a\tb\\\"\u00e9\U0001F600""#, .text("a\tb\\\"é😀")), (#"'a\n'"#, .text(#"a\n"#)),
      ("1_000", .number("1000")), ("+7", .number("7")), ("-7", .number("-7")),
      ("0xff", .number("255")), ("0o17", .number("15")), ("0b101", .number("5")),
      ("1e-3", .number("1e-3")), ("0.05", .number("0.05")), ("0", .number("0")),
      ("18446744073709551615", .number("18446744073709551615")), ("[]", .list([])),
      ("[1, 'a',]", .list([.number("1"), .text("a")])),
      ("2012-03-16T12:30:00.5+01:00", .other("a date or time without quotes")),
      ("07:32:00", .other("a date or time without quotes")),
    ] as [(String, SettingValue)])
  func valuesAreThoseOfTOML(text: String, value: SettingValue) throws {
    let found = try file("a = \(text) # behind")
    #expect(found.faults.isEmpty && found.entries.map(\.value) == [value], "\(found)")
  }

  @Test(
    arguments: [
      ("[scan\n", 1, "expected ']', but found the end of the line"),
      (
        "[scan]\na = \n", 2,
        "expected a text in quotes, a number, a list, true or false, but found the end of the line"
      ),
      ("[scan]\na = 1\na = 2\n", 3, "expected every key once in its table, but found 'a' again"),
      ("[scan]\n[scan]\n", 2, "expected every table once, but found '[scan]' again"),
      ("[scan]\na = \"open\n", 2, "expected a closing quote, but found the end of the line"),
      ("[[[", 1, "expected a table such as '[scan]', but found a list of tables"),
      ("a = {}", 1, "expected a text, a number, a list, true or false, but found a table"),
      ("a = [[1]]", 1, "expected a text or a number, but found a list in a list"),
      ("a = [1 2]", 1, "expected ',' or ']', but found '2]'"),
      ("a = [1", 1, "expected ',' or ']', but found the end of the file"),
      ("a = \"\"\"b\"\"\"", 1, "expected a text on one line, but found one in three quotes"),
      ("a = \"\\u0000\"", 1, "expected the 4 digits of a character, but found '0000\"'"),
      ("a = \"\\x\"", 1, "expected an escape such as '\\n' or '\\u00e9', but found 'x\"'"),
      ("a = \"\u{0}\"", 1, "expected a closing quote, but found a control character"),
      ("a = 1 2", 1, "expected the end of the line, but found '2'"),
      ("a 1", 1, "expected '=', but found '1'"), ("= 1", 1, "expected a key, but found '='"),
      ("a = 01", 1, "expected a text in quotes, a number, a list, true or false, but found '01'"),
      ("a = inf", 1, "expected a text in quotes, a number, a list, true or false, but found 'inf'"),
      (
        "a = fdr:0.05", 1,
        "expected a text in quotes, a number, a list, true or false, but found 'fdr:0.05'"
      ),
      (
        String(repeating: "a.", count: 3000), 1,
        "expected at most 4096 bytes in a line, but found more"
      ),
    ] as [(String, Int, String)])
  func aFaultHasItsLineAndTheRestIsRead(text: String, line: Int, words: String) throws {
    let found = try file(text)
    #expect(found.faults.map(\.description) == [words])
    #expect(found.faults.map(\.origin) == [.file(line: line)])
    // On a line of its own, in a table of its own.
    let more = try file(text.hasSuffix("\n") ? "\(text)[z]\nb = 1" : "\(text)\n[z]\nb = 1")
    if text != "a = [1" { #expect(more.entries.last?.key == "b") }
  }

  @Test func largeAndStrangeFilesAreRefused() {
    #expect(throws: SettingsFault.self) {
      try SettingsFile([UInt8](repeating: 0x0a, count: SettingsFile.maximumByteCount + 1))
    }
    #expect(throws: SettingsFault.self) { try SettingsFile([0xff]) }
    #expect(throws: Never.self) { try SettingsFile([]) }
    #expect(throws: Never.self) { try SettingsFile([0]) }
  }
}
