import Records
import SampleFindings
import State
import TestSupport
import Testing

@testable import Reporting

@Suite struct SyslogFrameTests {
  static func text(_ finding: Finding, hostName: String? = nil) -> String {
    String(
      decoding: SyslogFrame.bytes(
        of: finding, version: "0.1.0", hostName: hostName, processId: 42),
      as: UTF8.self)
  }

  @Test func theFrameIsThatOfTheDocumentation() throws {
    try Golden.expect(Self.text(SampleFindings.source) + "\n", equals: "alert-syslog.txt")
  }

  @Test func everyPartReadsBack() throws {
    let message = try #require(
      SyslogMessage(Self.text(SampleFindings.source, hostName: "sensor-1")))
    #expect(message.priority == 28)
    #expect(message.time == "2026-11-28T01:02:03.123456Z")
    #expect(message.hostName == "sensor-1")
    #expect(message.processId == "42")
    #expect(message.messageId == "unusual-address")
    #expect(message.data["ipclust@32473"]?["id"] == SampleFindings.source.id)
    #expect(message.data["ipclust@32473"]?["address"] == "192.168.169.7")
    #expect(message.data["origin"]?["swVersion"] == "0.1.0")
    #expect(
      message.text.hasPrefix("unusual source address 192.168.169.7 on 2026-11-28: third octet"))
  }

  @Test func hostileNamesStayInTheirPlace() throws {
    for finding in AlertFormatTests.hostile {
      let text = Self.text(finding)
      #expect(!text.unicodeScalars.contains { $0 != "\u{feff}" && ShownText.isDangerous($0) })
      let message = try #require(SyslogMessage(text), "\(text)")
      #expect(message.data.keys.sorted() == ["ipclust@32473", "origin"])
      let own = try #require(message.data["ipclust@32473"])
      #expect(own.count == 10)
      #expect(own["id"] == finding.id)
      #expect(own["capture"] == TerminalText.escape(bytes: finding.capturePath.bytes))
    }
  }

  @Test(arguments: ["", "two words", "caf\u{e9}", "a\u{1b}b", String(repeating: "h", count: 256)])
  func hostNamesThatCannotBeCarriedAreLeftOut(_ name: String) throws {
    let message = try #require(SyslogMessage(Self.text(SampleFindings.source, hostName: name)))
    #expect(message.hostName == "-")
  }

  @Test func framesAreShortWhateverIsInThem() throws {
    let long = SampleFindings.make(
      1, path: [UInt8](repeating: 0xff, count: 4096),
      reasons: [String](repeating: "\u{202e}", count: 4096))
    let bytes = SyslogFrame.bytes(of: long, version: "0.1.0")
    #expect(bytes.count < 8192)
    let message = try #require(SyslogMessage(String(decoding: bytes, as: UTF8.self)))
    #expect(message.text.hasSuffix("…"))
    #expect(message.data["ipclust@32473"]?["capture"]?.hasSuffix("…") == true)
  }
}

/// A message read by the grammar of RFC 5424, section 6, and nothing beside it.
struct SyslogMessage {
  var priority = 0
  var time = ""
  var hostName = ""
  var processId = ""
  var messageId = ""
  var data: [String: [String: String]] = [:]
  var text = ""

  /// Nil for what does not follow the grammar.
  init?(_ frame: String) {
    // A Character of Swift may hold several scalars, which the grammar does not know.
    var rest = Array(frame.unicodeScalars)[...]
    func take(_ expected: Unicode.Scalar) -> Bool {
      guard rest.first == expected else { return false }
      rest = rest.dropFirst()
      return true
    }
    func word(_ ends: Set<Unicode.Scalar> = [" "]) -> String {
      let word = rest.prefix { !ends.contains($0) }
      rest = rest.dropFirst(word.count)
      var text = ""
      text.unicodeScalars.append(contentsOf: word)
      return text
    }
    func isPrintable(_ text: String, _ limit: Int) -> Bool {
      (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
    guard take("<"), let priority = Int(word([">"])), (0...191).contains(priority), take(">"),
      word() == "1", take(" ")
    else { return nil }
    self.priority = priority
    time = word()
    guard
      time.wholeMatch(
        of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z/#) != nil,
      take(" ")
    else { return nil }
    hostName = word()
    guard isPrintable(hostName, 255), take(" "), word() == "ipclust", take(" ") else { return nil }
    processId = word()
    guard isPrintable(processId, 128), take(" ") else { return nil }
    messageId = word()
    guard isPrintable(messageId, 32), take(" ") else { return nil }
    while take("[") {
      let id = word([" ", "]"])
      guard isPrintable(id, 32), !id.contains("="), !id.contains("\""), data[id] == nil else {
        return nil
      }
      data[id] = [:]
      while take(" ") {
        let name = word(["="])
        guard isPrintable(name, 32), take("="), take("\"") else { return nil }
        var value = ""
        while let scalar = rest.first, scalar != "\"" {
          rest = rest.dropFirst()
          if scalar == "]" { return nil }
          if scalar == "\\" {
            guard let escaped = rest.first, ["\"", "\\", "]"].contains(escaped) else { return nil }
            rest = rest.dropFirst()
            value.unicodeScalars.append(escaped)
          } else {
            value.unicodeScalars.append(scalar)
          }
        }
        guard take("\"") else { return nil }
        data[id]?[name] = value
      }
      guard take("]") else { return nil }
    }
    guard take(" "), take("\u{feff}") else { return nil }
    text = word([])
  }
}
