import Detection
import Features
import Foundation
import Records
import Scanning
import Testing

@Suite struct EvidenceTests {
  private static let captures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "captures")

  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
  }

  private static func capture(_ name: String) -> InputPath {
    InputPath(captures.appending(path: name).path)
  }

  private func scan(
    _ inputs: [InputPath], _ change: (inout ScanOptions) -> Void = { _ in }
  ) -> ScanReport {
    var options = ScanOptions()
    options.restartCount = 1
    change(&options)
    return Scan(options: options, threadCount: 1)
      .run(
        inputs.map { InputSource(path: $0) }, version: "0", isCancelled: { false },
        progress: { _ in })
  }

  /// What lies in `path`; nobody asks whom the scan flags, so the quick way will do.
  private func readBack(_ path: InputPath) -> ScanReport {
    scan([path]) { $0.algorithm = .kMeans }
  }

  /// The evidence of `report`, written to a file, and what was said about it.
  private func write(
    _ evidence: Evidence, of report: ScanReport, isCancelled: () -> Bool = { false }
  ) throws -> (path: InputPath, summary: Evidence.Summary) {
    var bytes: [UInt8] = []
    let summary = evidence.write(
      report, isCancelled: isCancelled, progress: { _ in }, to: { bytes += $0 })
    let path = folder.path("evidence.pcapng")
    try Data(bytes).write(to: URL(filePath: path.text))
    return (path, summary)
  }

  /// The records of flagged addresses by side and address.
  private static func flagged(_ report: ScanReport) -> [String: AddressRecord] {
    var found: [String: AddressRecord] = [:]
    for population in report.populations {
      for (index, record) in population.records.enumerated()
      where population.analysis?.isAnomalous[index] == true {
        found["\(population.side) \(record.address)"] = record
      }
    }
    return found
  }

  private static func records(_ report: ScanReport) -> [String: AddressRecord] {
    var found: [String: AddressRecord] = [:]
    for population in report.populations {
      for record in population.records { found["\(population.side) \(record.address)"] = record }
    }
    return found
  }

  /// Every link type, micro- and nanoseconds, pcap, pcapng and gzip.
  @Test(arguments: [
    ["office.pcap"], ["uplink-nanoseconds.pcap"], ["office-cooked-v2.pcap"],
    ["office-vlan.pcapng.gz"], ["home-tunnel-raw-ip.pcap"], ["office-cut.pcap"],
    ["uplink-nanoseconds.pcap", "home-tunnel-raw-ip.pcap", "office-cooked-v2.pcap"],
  ])
  func holdsEveryPacketOfEveryFlaggedAddress(_ names: [String]) throws {
    let inputs = names.map(Self.capture)
    let report = scan(inputs) { $0.threshold = .percentile(10) }
    let (path, summary) = try write(Evidence(inputs), of: report)
    let readBack = readBack(path)
    #expect(readBack.status == .ok && summary.changedInputs.isEmpty)
    #expect(readBack.inputs.first?.packetCount == summary.frameCount && summary.frameCount > 0)
    let found = Self.records(readBack)
    let flagged = Self.flagged(report)
    #expect(!flagged.isEmpty)
    for (name, record) in flagged {
      let copy = try #require(found[name], "\(name)")
      #expect(copy.packetCount == record.packetCount && copy.byteCount == record.byteCount)
      #expect(copy.firstTimestamp == record.firstTimestamp, "\(name)")
      #expect(copy.lastTimestamp == record.lastTimestamp, "\(name)")
    }
  }

  @Test(arguments: [ScanOptions.SideChoice.source, .destination])
  func findsAnAddressOnItsOwnSideOnly(_ side: ScanOptions.SideChoice) throws {
    let inputs = [Self.capture("office.pcap")]
    let report = scan(inputs) { $0.side = side }
    let (path, _) = try write(Evidence(inputs), of: report)
    let found = Self.records(scan([path]) { $0.side = side })
    #expect(Set(found.keys) == Set(Self.flagged(report).keys))
  }

  @Test func holdsNoMoreThanTheSelection() throws {
    let inputs = [Self.capture("office.pcap")]
    let report = scan(inputs) { $0.records.filter = "udp" }
    let (path, summary) = try write(Evidence(inputs), of: report)
    let others = scan([path]) { $0.records.filter = "not udp" }
    #expect(summary.frameCount > 0 && others.inputs.first?.usedPacketCount == 0)
  }

  @Test func withoutFindingsItIsAnEmptyCapture() throws {
    let inputs = [Self.capture("office.pcap")]
    let report = scan(inputs) { $0.threshold = .percentile(0) }
    let (path, summary) = try write(Evidence(inputs), of: report)
    #expect(summary.frameCount == 0)
    let readBack = scan([path])
    #expect(readBack.status == .ok && readBack.populations.isEmpty)
  }

  @Test func namesTextsWhichHoldNoPackets() throws {
    let list = try folder.write(lines: (1...60).map { "10.0.0.\($0)" } + ["8.8.8.8"], to: "list")
    let inputs = [list, Self.capture("home-tunnel-raw-ip.pcap")]
    let (_, summary) = try write(Evidence(inputs), of: scan(inputs))
    #expect(summary.textInputs == [list])
  }

  /// An interface stands for each range of times; readers take a limited number of interfaces.
  @Test func timesOfAllAgesBeginNewSections() throws {
    let strangerCount = 4200
    var bytes = SectionHeaderBlock.encoded(application: "test")
    bytes += InterfaceDescriptionBlock.encoded(
      linkType: .raw, resolution: TimestampResolution(), name: [])
    func append(_ source: [UInt8], seconds: UInt64) {
      let packet = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 59, 0, 0] + source + [10, 0, 1, 1]
      EnhancedPacketBlock.append(
        packet.span, originalByteCount: packet.count, interfaceIndex: 0,
        tickCount: seconds * 1_000_000, comments: [], to: &bytes)
    }
    for host in UInt8(1)...60 { append([10, 0, 0, host], seconds: 1) }
    for age in 0..<UInt64(strangerCount) { append([203, 0, 99, 7], seconds: age << 32) }
    let path = folder.path("ages.pcapng")
    try Data(bytes).write(to: URL(filePath: path.text))
    let report = scan([path]) { $0.side = .source }
    let name = "source 203.0.99.7"
    let flagged = try #require(Self.flagged(report)[name])
    #expect(flagged.packetCount == strangerCount)
    let (evidence, summary) = try write(Evidence([path]), of: report)
    let readBack = scan([evidence])
    #expect(readBack.status == .ok && summary.frameCount >= strangerCount)
    let copy = try #require(Self.records(readBack)[name])
    #expect(copy.packetCount == strangerCount)
    #expect(copy.firstTimestamp == flagged.firstTimestamp)
    #expect(copy.lastTimestamp == flagged.lastTimestamp)
  }

  // MARK: What can go wrong between the readings

  @Test func aFileThatGrowsIsNamedAndItsNewPacketsLeftOut() throws {
    let bytes = Array(try Data(contentsOf: Self.captures.appending(path: "office.pcap")))
    let path = folder.path("growing.pcap")
    let file = URL(filePath: path.text)
    try Data(bytes).write(to: file)
    let evidence = Evidence([path])
    let report = scan([path])
    // All of its records once more, behind the first.
    try Data(bytes + bytes[24...]).write(to: file)
    let (_, summary) = try write(evidence, of: report)
    #expect(summary.changedInputs == [path])
    let unchanged = try write(Evidence([path]), of: report).summary
    #expect(unchanged.changedInputs.isEmpty && unchanged.frameCount == summary.frameCount)
  }

  @Test func aFileThatIsGoneIsNamed() throws {
    let path = folder.path("gone.pcap")
    let file = URL(filePath: path.text)
    try Data(contentsOf: Self.captures.appending(path: "office.pcap")).write(to: file)
    let evidence = Evidence([path])
    let report = scan([path])
    try FileManager.default.removeItem(at: file)
    let summary = try write(evidence, of: report).summary
    #expect(summary.changedInputs == [path] && summary.frameCount == 0)
  }

  @Test func anInterruptionIsSaid() throws {
    let inputs = [Self.capture("office.pcap")]
    let summary = try write(Evidence(inputs), of: scan(inputs), isCancelled: { true }).summary
    #expect(summary.wasInterrupted)
  }

  @Test func pipesCannotBeReadTwice() throws {
    let fifo = folder.path("fifo")
    try #require(mkfifo(fifo.text, 0o600) == 0)
    let file = Self.capture("office.pcap")
    #expect(Evidence([file, fifo]).unrepeatableInput == fifo)
    #expect(Evidence([.standardInput]).unrepeatableInput == .standardInput)
    #expect(Evidence([file, folder.path("absent")]).unrepeatableInput == nil)
  }

  @Test func anInputIsKnownByAnyOfItsNames() throws {
    let path = try folder.write("10.0.0.1\n", to: "list")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(
      atPath: link.text, withDestinationPath: path.text)
    #expect(Evidence([path]).input(at: link.bytes) == path)
    #expect(Evidence([path]).input(at: folder.path("other").bytes) == nil)
  }
}
