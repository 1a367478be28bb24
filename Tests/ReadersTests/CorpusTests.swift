import Foundation
import Readers
import Records
import Testing

/// Captures of others, which lie beside the checkout where there are any.
enum Corpus {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared")
  static let captures = folder.appending(path: "captures")
  static let damaged = folder.appending(path: "badinput")

  static let hasCaptures = exists(captures)
  static let hasDamaged = exists(damaged)

  private static func exists(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "manifest.json").path)
  }

  static func manifest(_ folder: URL) throws -> [[String: Any]] {
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return try #require(object?["files"] as? [[String: Any]])
  }
}

@Suite struct CorpusTests {
  private static let plainLinks: Set = [
    "ether", "linux-sll", "linux-sll2", "null", "rawip", "rawip4", "rawip6", "ppp", "chdlc",
    "per-packet",
  ]
  private static let direct: Set = [
    "eth", "ethertype", "vlan", "sll", "null", "raw", "ieee8021ad", "ppp", "chdlc", "loop", "",
  ]

  @Test(.enabled(if: Corpus.hasCaptures, "no folder '../shared/captures' beside the checkout"))
  func countsAsTsharkDoes() throws {
    var comparedCount = 0
    for row in try Corpus.manifest(Corpus.captures) {
      let name = try #require(row["file"] as? String)
      let path = InputPath(Corpus.captures.appending(path: name).path)
      let reading = Reading(path)
      #expect(reading.accountsForEveryRecord, "\(name)")
      let under = (row["ip_under"] as? [String: Any] ?? [:]).keys
        .flatMap { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }
      guard !name.hasPrefix("malformed"), let encapsulation = row["encapsulation"] as? String,
        Self.plainLinks.contains(encapsulation), under.allSatisfy(Self.direct.contains),
        row["ipv4_packets"] as? Int ?? 0 > 0
      else { continue }
      let v4 = reading.observations.filter { $0.source?.family == .ipv4 }
      #expect(reading.summary.packetCount == row["packets"] as? Int, "\(name)")
      #expect(Set(v4.map(\.source)).count == row["unique_src"] as? Int, "\(name)")
      #expect(Set(v4.map(\.destination)).count == row["unique_dst"] as? Int, "\(name)")
      comparedCount += 1
    }
    #expect(comparedCount > 100)
  }

  @Test(.enabled(if: Corpus.hasDamaged, "no folder '../shared/badinput' beside the checkout"))
  func endsEveryDamagedFileAsExpected() throws {
    for row in try Corpus.manifest(Corpus.damaged) {
      let name = try #require(row["file"] as? String)
      guard name.hasPrefix("captures/") else { continue }
      let reading = Reading(InputPath(Corpus.damaged.appending(path: name).path))
      #expect(reading.accountsForEveryRecord, "\(name)")
      let status = try #require(row["status"] as? String)
      let others = (row["also"] as? [String] ?? []).compactMap { $0.split(separator: ":").first }
      guard status != "any" else { continue }
      let found = reading.summary.status.rawValue
      #expect(found == status || others.contains { $0 == found }, "\(name)")
      if found == status, status != "error", let used = row["used"] as? [Int] {
        #expect((used[0]...used[1]).contains(reading.summary.usedPacketCount), "\(name)")
      }
    }
  }
}
