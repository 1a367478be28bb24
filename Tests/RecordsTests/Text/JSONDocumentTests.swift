import Foundation
import Records
import Testing

@Suite struct JSONDocumentTests {
  private func document(_ text: String) throws(JSONFault) -> JSONDocument {
    try JSONDocument(Array(text.utf8))
  }

  // MARK: Grammar

  /// Foundation, which is laxer in some points, reads them as well.
  @Test(arguments: [
    "{}", "[]", " [ ] ", "\"\"", "0", "-0", "true", "false", "null", "1.5e-7", "1E+2", "[1,2,3]",
    "{\"a\":{\"b\":[{},[],\"\\u00e9\\n\"]}}", "\t{\r\n\"a\" : 1 }\n", "\"\\ud83d\\ude00\"",
    "[[[[[[[[1]]]]]]]]", "\"é😀\"",
  ])
  func whatTheGrammarHasIsRead(text: String) throws {
    _ = try document(text)
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  @Test(arguments: [
    "", " ", "{", "[", "}", "]", "[1,]", "{\"a\":1,}", "{,}", "[,1]", "{\"a\"}", "{\"a\":}",
    "{a:1}", "{1:1}", "[1 2]", "[1]]", "{}{}", "[}", "{]", "nul", "NaN", "Infinity", "-", "+1",
    "01", "1.", ".5", "1e", "1e+", "0x10", "--1", "'a'", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
    "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\ud83dx\"", "\"\n\"",
    "\"\t\"", "/*x*/1", "1//x", "\u{feff}{}", "tru e", "[1,[2]", "\u{0}", "{\"a\":1\u{0}}",
  ])
  func whatTheGrammarLacksIsRefused(text: String) {
    #expect(throws: JSONFault.self) { try document(text) }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    for bytes: [UInt8] in [[0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0xfe, 0xff, 0, 0x31]] {
      #expect(throws: JSONFault.self) { try JSONDocument(bytes) }
    }
  }

  @Test func everyPrefixOfADocumentIsRefused() throws {
    let text = Array("{\"a\":[1.5,\"\\u0041\",true,null,{\"b\":{}}],\"c\":-2e3}".utf8)
    _ = try JSONDocument(text)
    for count in 0..<text.count {
      #expect(throws: JSONFault.self) { try JSONDocument(Array(text.prefix(count))) }
    }
  }

  @Test func depthIsBounded() throws {
    func nested(_ count: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
    }
    _ = try document(nested(64, "[", "]"))
    _ = try document(nested(64, "{\"a\":", "}"))
    #expect(throws: JSONFault.self) { try document(nested(65, "[", "]")) }
    #expect(throws: JSONFault.self) { try document(nested(65, "{\"a\":", "}")) }
    #expect(throws: JSONFault.self) { try document(String(repeating: "[", count: 100_000)) }
  }

  @Test(arguments: ["{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "[{\"\":1,\"\":1}]"])
  func noKeyStandsTwice(text: String) throws {
    #expect(throws: JSONFault.self) { try document(text) }
    // In objects apart it may.
    _ = try document("[{\"a\":1},{\"a\":{\"a\":2}}]")
  }

  @Test func membersOfAnObjectAreBounded() throws {
    func object(_ count: Int) -> String {
      "{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    }
    #expect(try document(object(1024)).root.members().count == 1024)
    #expect(throws: JSONFault.self) { try document(object(1025)) }
  }

  // MARK: Values

  @Test func valuesAreReadWhereTheyStand() throws {
    let root = try document(
      "{\"a\\u0062\":[1, -2.5 ,{\"x\":[]},\"q\\\"\\\\\\/\\b\\f\\n\\r\\t\\ud83d\\ude00\"],\"t\":true}"
    ).root
    let members = try root.members()
    #expect(members.keys.sorted() == ["ab", "t"])
    let elements = try #require(members["ab"]).elements(count: 4)
    #expect(try elements[0].integer(in: 0...1) == 1)
    #expect(try elements[1].number() == -2.5)
    #expect(try elements[2].members()["x"]?.elements(atMost: 0).count == 0)
    #expect(try elements[3].string() == "q\"\\/\u{8}\u{c}\n\r\t😀")
    #expect(try members["t"]?.boolean() == true)
  }

  @Test func valuesOfAnotherKindAreRefused() throws {
    let elements = try document("[1,1.5,1e999,\"1\",[1],{},true,null,-1]").root.elements(count: 9)
    for index in 3...7 { #expect(throws: JSONFault.self) { try elements[index].number() } }
    #expect(throws: JSONFault.self) { try elements[2].number() }
    #expect(throws: JSONFault.self) { try elements[1].integer(in: 0...9) }
    #expect(throws: JSONFault.self) { try elements[8].unsignedInteger() }
    #expect(throws: JSONFault.self) { try elements[0].integer(in: 2...9) }
    #expect(throws: JSONFault.self) { try elements[0].string() }
    #expect(throws: JSONFault.self) { try elements[0].boolean() }
    #expect(throws: JSONFault.self) { try elements[4].members() }
    #expect(throws: JSONFault.self) { try elements[5].elements(atMost: 9) }
    #expect(throws: JSONFault.self) { try elements[4].elements(count: 2) }
    #expect(throws: JSONFault.self) { try elements[4].elements(count: 0) }
  }

  @Test(arguments: [
    0.0, -0.0, 1, 0.1, 1.0 / 3, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, -1e-300, 9_007_199_254_740_994, 14.050_000_000_000_001,
  ])
  func doublesReadBackToTheSameBits(number: Double) throws {
    #expect(try document(number.description).root.number().bitPattern == number.bitPattern)
  }
}
