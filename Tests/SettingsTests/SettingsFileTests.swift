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
    #expect(found.tables.map(\.path) == [["scan"], ["logins"], ["logins", "train"]])
    #expect(found.tables.map(\.line) == [2, 8, 8])
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
      ("\n\nscan = { threshold = 'x' }", ["scan"], "threshold", nil),
      ("[ scan ]\n\"threshold\"= 'x'", ["scan"], "threshold", 2),
      ("[scan]\na = \"\"\"\n[b]\nthreshold = 1\n\"\"\"\nthreshold = 'x'", ["scan"], "threshold", 6),
      ("[scan]\na = '''\n]'''\nb = [[1,\n2]]\nthreshold = 'x'", ["scan"], "threshold", 6),
      ("[scan]\r\na = \"\\\"[\"\r\nthreshold = 'x'", ["scan"], "threshold", 3),
      ("[scan]\nnot.here = 1\nthreshold = 'x'", ["scan"], "threshold", 3),
      ("top = 1", [], "top", 1),
    ] as [(String, [String], String, Int?)])
  func linesAreFoundHoweverKeysAreWritten(
    text: String, table: [String], key: String, line: Int?
  ) throws {
    let entry = try #require(try file(text).entries.first { $0.key == key })
    #expect(entry.table == table && entry.line == line)
  }

  @Test(
    arguments: [
      ("[scan\n", 1), ("[scan]\nthreshold = \n", 2), ("[scan]\na = 1\na = 2\n", 3),
      ("[scan]\na = \"open\n", 2), ("\u{0}", 1), ("a\n\u{0}", 2),
      ("a = \"\\u0000\"", nil), ("\"\\U00000000\" = 1", nil),
      (String(repeating: "a.", count: 3000) + "b = 1", 1),
      (String(repeating: "[", count: 4000), 1),
    ] as [(String, Int?)])
  func whatIsNoTOMLHasItsPlace(text: String, line: Int?) throws {
    let fault = try #require(throws: SettingsFault.self) { try file(text) }
    #expect(fault.origin == .file(line: line))
    #expect(fault.description.hasPrefix("expected "))
  }

  @Test func largeAndStrangeFilesAreRefused() {
    #expect(throws: SettingsFault.self) {
      try SettingsFile([UInt8](repeating: 0x0a, count: SettingsFile.maximumByteCount + 1))
    }
    #expect(throws: SettingsFault.self) { try SettingsFile([0xff]) }
    #expect(throws: Never.self) { try SettingsFile([]) }
    // As deep as lines allow.
    let deep = String(repeating: "a.", count: 2000) + "b"
    #expect(throws: Never.self) { try file("[\(deep)]\n\(deep) = 1\n") }
    #expect(throws: SettingsFault.self) { try file("[\(deep)]\n\(deep) = 1\nx = \n") }
  }
}
