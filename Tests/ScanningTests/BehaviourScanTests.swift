import Detection
import Features
import Records
import Scanning
import Testing

/// Scans that compare addresses by what they do.
@Suite struct BehaviourScanTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
  }

  private func scan(
    _ inputs: [InputPath], threadCount: Int = 1, _ change: (inout ScanOptions) -> Void = { _ in }
  ) -> ScanReport {
    var options = ScanOptions()
    options.features = .both
    options.restartCount = 2
    change(&options)
    return Scan(options: options, threadCount: threadCount).run(
      inputs.map { InputSource(path: $0) }, version: "0", isCancelled: { false },
      progress: { _ in })
  }

  private static let header =
    "id,timestamp,len,isrc,idst,iproto,ipttl,tsport,tdport,utsport,utdport,tcpflags"

  /// Rows of a small network, different for every seed.
  private static func rows(_ count: Int, seed: UInt64) -> [String] {
    (0..<count).map { index in
      let random = (seed &* 0x9e37_79b9 &+ UInt64(index)) &* 0xbf58_476d_1ce4_e5b9 >> 20
      let isUDP = random & 4 == 0
      let ports = "\(random >> 6 & 7),\(1000 + random >> 9 & 255)"
      let addresses = "10.0.0.\(random >> 3 & 15),10.0.1.\(random >> 12 & 63)"
      return "\(index),\(1_331_901_000 + index + Int(random & 3)).5,\(60 + random & 1023),"
        + "\(addresses),\(isUDP ? 17 : 6),\(60 + random & 7),"
        + (isUDP ? ",,\(ports)," : "\(ports),,,\(random >> 17 & 31)")
    }
  }

  @Test func severalInputsBehaveAsOne() throws {
    let rows = Self.rows(600, seed: 3)
    let whole = scan([try folder.write(lines: [Self.header] + rows, to: "whole")])
    let parts = try stride(from: 0, to: 600, by: 100).map { start in
      try folder.write(lines: [Self.header] + rows[start..<start + 100], to: "part\(start)")
    }
    #expect(whole.populations.count == 2)
    for threadCount in [1, 2, 4] {
      let report = scan(parts, threadCount: threadCount)
      for (one, other) in zip(whole.populations, report.populations) {
        #expect(one.behaviour != nil && one.behaviour == other.behaviour)
        #expect(one.analysis?.scores == other.analysis?.scores)
        #expect(one.analysis?.explanations == other.analysis?.explanations)
      }
    }
  }

  @Test func oneSideBehavesAsItDoesBesideTheOther() throws {
    let table = try folder.write(lines: [Self.header] + Self.rows(300, seed: 4), to: "table")
    let both = scan([table])
    #expect(both.inputs.first?.oneWayPacketCount != nil)
    for (side, expected) in zip([ScanOptions.SideChoice.source, .destination], both.populations) {
      let report = scan([table]) { $0.side = side }
      #expect(report.populations.map(\.behaviour) == [expected.behaviour])
      #expect(report.populations.map(\.side) == [expected.side])
      #expect(report.inputs.first?.oneWayPacketCount == nil)
    }
  }

  @Test func octetsCollectNoBehaviour() throws {
    let table = try folder.write(lines: [Self.header] + Self.rows(300, seed: 5), to: "table")
    let report = scan([table]) { $0.features = .octets }
    #expect(report.populations.allSatisfy { $0.behaviour == nil })
    #expect(report.populations.allSatisfy { $0.analysis?.scalings.isEmpty == true })
  }

  @Test func aListOfAddressesHoldsNoBehaviour() throws {
    let list = try folder.write(lines: (1...30).map { "10.0.0.\($0)" }, to: "list")
    let population = try #require(scan([list]).populations.first)
    #expect(population.analysis == nil && population.records.count == 30)
    #expect(population.note?.contains("no behaviour") == true)
  }

  @Test func aTableOfCountsHoldsNoBehaviour() throws {
    let counts = try folder.write(
      lines: ["side,address,packetCount,byteCount,firstTimestamp,lastTimestamp"]
        + (1...30).map { "source,10.0.0.\($0),7,900,1,9" }, to: "counts")
    let population = try #require(scan([counts]).populations.first)
    #expect(population.analysis == nil)
    #expect(population.note?.contains("no behaviour") == true)
    #expect(population.records.allSatisfy { $0.packetCount == 7 })
  }

  @Test func aConnectionLogTellsPortsAndTransport() throws {
    let log = try folder.write(
      lines: ["#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_pkts"]
        + (0..<40).map {
          "\(1_331_901_000 + $0 * 60)\t10.0.0.\($0 % 8)\t\(40_000 + $0)\t10.0.1.1\t53\tudp\t3"
        }, to: "conn.log")
    let population = try #require(scan([log]) { $0.features = .behaviour }.populations.first)
    let behaviour = try #require(population.behaviour)
    func values(_ feature: BehaviourFeature) throws -> [Double?] {
      let index = try #require(BehaviourFeature.allCases.firstIndex(of: feature))
      return (0..<behaviour.count).map { behaviour[$0, index] }
    }
    #expect(try values(.ownPortCount) == Array(repeating: 5, count: 8))
    #expect(try values(.otherServicePortShare) == Array(repeating: 1, count: 8))
    #expect(try values(.udpShare) == Array(repeating: 1, count: 8))
    #expect(try values(.meanInterval) == Array(repeating: 480, count: 8))
    #expect(try values(.packetCount) == Array(repeating: 15, count: 8))
    #expect(try values(.minimumTimeToLive) == Array(repeating: nil, count: 8))
    #expect(population.note?.contains("lowest TTL") == true)
  }
}
