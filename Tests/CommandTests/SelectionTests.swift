import Foundation
import Testing

@Suite struct SelectionTests {
  private func scan(_ arguments: [String]) throws -> ScanDocument {
    let result = try BuiltCommand.run(["scan", "--format", "json"] + arguments)
    #expect(result.status == 0, "\(result.errorText)")
    return try ScanDocument(result.output)
  }

  private func skipped(_ document: ScanDocument) throws -> [String: Int] {
    let list = try document.inputs.first?["skipped"] as? [[String: Any]] ?? []
    return list.reduce(into: [:]) { skips, skip in
      skips[skip["reason"] as? String ?? ""] = skip["count"] as? Int
    }
  }

  @Test func whatWasSelectedStandsInTheReport() throws {
    let document = try scan([
      "-f", "udp", "--since", "2026-11-21", "--until", "2026-11-21T10:21:46.5+01:00", "--inner",
      Captures.path("office.pcap"),
    ])
    let options = try #require(try document.run["options"] as? [String: Any])
    #expect(options["filter"] as? String == "udp" && options["inner"] as? Bool == true)
    #expect(options["since"] as? String == "2026-11-21T00:00:00Z")
    #expect(options["until"] as? String == "2026-11-21T09:21:46.5Z")
    let skipped = try skipped(document)
    #expect(skipped["filtered"] ?? 0 > 0 && skipped["outside-time"] ?? 0 > 0)
    let input = try #require(try document.inputs.first)
    #expect(
      (input["usedPacketCount"] as? Int ?? 0) + skipped.values.reduce(0, +)
        == input["packetCount"] as? Int)
  }

  @Test func withoutSelectionNothingIsSaid() throws {
    let document = try scan([Captures.path("home-tunnel-raw-ip.pcap")])
    let options = try #require(try document.run["options"] as? [String: Any])
    #expect(["filter", "since", "until", "inner"].allSatisfy { options[$0] == nil })
  }

  @Test func epochSecondsAndDatesMeanTheSame() throws {
    let capture = Captures.path("office.pcap")
    let spellings = ["2026-11-21", "1795219200", "2026-11-21T00:00:00Z"]
    let populations = try spellings.map { try scan(["--since", $0, capture]).populationText }
    #expect(Set(populations).count == 1)
    #expect(try scan(["--until", "2026-11-21", capture]).populations.isEmpty)
  }

  @Test func aTimeMayLackItsSeconds() throws {
    let capture = Captures.path("office.pcap")
    for (short, long) in [
      ("2026-11-21T09:21", "2026-11-21T09:21:00Z"), ("2026-11-21 09:21Z", "2026-11-21T09:21:00Z"),
      ("2026-11-21T10:22+01:00", "2026-11-21T09:22:00Z"),
    ] {
      let document = try scan(["--since", short, capture])
      let options = try #require(try document.run["options"] as? [String: Any])
      #expect(options["since"] as? String == long)
    }
  }

  @Test func aTimeBefore1970MayFollowItsOption() throws {
    for arguments in [["--since", "-1"], ["--since=-1"]] {
      let document = try scan(arguments + [Captures.path("home-tunnel-raw-ip.pcap")])
      let options = try #require(try document.run["options"] as? [String: Any])
      #expect(options["since"] as? String == "1969-12-31T23:59:59Z")
    }
  }

  @Test func aFilterThatFitsNoLinkTypeOfAnInputEndsWith65() throws {
    let result = try BuiltCommand.run([
      "scan", "-f", "vlan", Captures.path("home-tunnel-raw-ip.pcap"),
    ])
    #expect(result.status == 65)
    #expect(result.errorText.contains("the filter makes no sense for link type RAW"))
  }
}
