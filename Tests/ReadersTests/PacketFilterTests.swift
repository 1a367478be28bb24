import Foundation
import Readers
import Records
import Testing

@Suite struct PacketFilterTests {
  private static func selection(_ filter: String) -> RecordSelection {
    var selection = RecordSelection()
    selection.filter = filter
    return selection
  }

  private static func reading(_ bytes: [UInt8], _ filter: String) throws -> Reading {
    let input = try TestInput(bytes)
    return Reading(input.path, selection: selection(filter))
  }

  /// `frame` with a VLAN tag.
  private static func tagged(_ frame: [UInt8]) -> [UInt8] {
    Array(frame[..<12]) + [0x81, 0, 0, 5] + frame[12...]
  }

  private static func cooked(_ frame: [UInt8]) -> [UInt8] {
    [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0] + frame[14...]
  }

  // MARK: Link types

  @Test(arguments: [UInt32(1), 101, 113])
  func filtersWorkOnEveryLinkType(_ linkType: UInt32) throws {
    let frames = (1...5).map { number -> [UInt8] in
      let frame = TestCapture.frame(UInt8(number))
      switch linkType {
      case 101: return Array(frame[14...])
      case 113: return Self.cooked(frame)
      default: return frame
      }
    }
    let capture =
      TestCapture.header(linkType: linkType) + frames.flatMap { TestCapture.record($0) }
    let reading = try Self.reading(capture, "src host 10.0.0.2 or src host 10.0.0.4")
    #expect(reading.observations.map(\.record) == [2, 4])
    #expect(reading.summary.skipped == [.filtered: 3])
    #expect(reading.summary.status == .ok && reading.accountsForEveryRecord)
  }

  /// The loopback header of BSD names IPv6 by 24, 28 or 30, that of Linux by 10.
  @Test(arguments: [UInt8(24), 28, 30])
  func loopbackFramesOfEverySystemAreFiltered(_ family: UInt8) throws {
    let addresses = [UInt8](repeating: 0, count: 31) + [1]
    let frame = [family, 0, 0, 0, 0x60, 0, 0, 0, 0, 0, 59, 64] + addresses
    let capture = TestCapture.header(linkType: 0) + TestCapture.record(frame)
    #expect(try Self.reading(capture, "ip6").summary.usedPacketCount == 1)
    #expect(try Self.reading(capture, "ip").summary.skipped == [.filtered: 1])
  }

  @Test func eachInterfaceHasItsOwnProgram() throws {
    let frame = TestCapture.frame(1)
    let raw = Array(frame[14...])
    let capture =
      TestCapture.section + TestCapture.interface(1) + TestCapture.interface(101)
      + TestCapture.interface(1)
      + TestCapture.packet(frame) + TestCapture.packet(raw, interface: 1)
      + TestCapture.packet(TestCapture.frame(2), interface: 2)
    let reading = try Self.reading(capture, "src host 10.0.0.1")
    #expect(reading.observations.map(\.record) == [1, 2])
    #expect(reading.summary.skipped == [.filtered: 1])
  }

  @Test func hostsBehindTagsNeedTheWord() throws {
    let frame = TestCapture.frame(1)
    let capture =
      TestCapture.header() + TestCapture.record(frame) + TestCapture.record(Self.tagged(frame))
      + TestCapture.record(Self.tagged(Self.tagged(frame)))
    let host = "src host 10.0.0.1"
    #expect(try Self.reading(capture, host).observations.map(\.record) == [1])
    #expect(
      try Self.reading(capture, "\(host) or (vlan and (\(host) or (vlan and \(host))))")
        .observations.map(\.record) == [1, 2, 3])
    let paths = try Self.reading(capture, "").summary.filterPaths
    #expect(paths == [.plain, FilterPath([.vlan]), FilterPath([.vlan, .vlan])])
  }

  // MARK: Filters that make no sense

  @Test(arguments: ["tcp prot 80", "host", "(", "src host 10.0.0.300", "vlan vlan"])
  func nonsenseIsRefusedInLibpcapsWords(_ filter: String) {
    #expect(throws: FilterSyntaxError.self) { try Self.selection(filter).checkFilter() }
  }

  @Test(arguments: ["", "tcp port 80", "wlan type mgt", "vlan 5 and ip6"])
  func whatSomeLinkTypeUnderstandsIsAccepted(_ filter: String) throws {
    try Self.selection(filter).checkFilter()
  }

  @Test func aNameIsNotAskedForOnTheNetwork() {
    // `.invalid` is never in a hosts file (RFC 6761 section 6.4).
    #expect(throws: FilterSyntaxError.self) {
      try Self.selection("host ipclust.invalid").checkFilter()
    }
  }

  @Test func aFilterThatALinkTypeCannotHaveMakesItsFramesUnusable() throws {
    let raw = Array(TestCapture.frame(1)[14...])
    let capture = TestCapture.header(linkType: 101) + TestCapture.record(raw)
    let reading = try Self.reading(capture, "vlan")
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == .unsupportedLinkType)
    #expect(reading.summary.failure?.message.contains("link type RAW") == true)
    #expect(reading.summary.skipped == [.unsupportedLinkType: 1])
    #expect(reading.accountsForEveryRecord)
  }

  @Test func textsPassWholeAndSaySo() throws {
    let input = try TestInput("10.0.0.1\n10.0.0.2\n")
    let reading = Reading(input.path, selection: Self.selection("host 10.0.0.1"))
    #expect(reading.summary.usedPacketCount == 2 && reading.summary.status == .ok)
    #expect(reading.summary.note?.contains("filter does not apply") == true)
  }

  // MARK: Times

  @Test func timesAreHalfOpen() throws {
    let capture =
      TestCapture.header()
      + (10..<15).flatMap { TestCapture.record(TestCapture.frame(1), seconds: $0, fraction: 0) }
    let input = try TestInput(capture)
    var selection = RecordSelection()
    selection.since = Timestamp(seconds: 11, nanoseconds: 0, fractionDigitCount: 0)
    selection.until = Timestamp(seconds: 14, nanoseconds: 0, fractionDigitCount: 0)
    let reading = Reading(input.path, selection: selection)
    #expect(reading.observations.map(\.record) == [2, 3, 4])
    #expect(reading.summary.skipped == [.outsideTime: 2])
  }

  // MARK: An independent judge

  private static let tcpdump = ["/usr/bin/tcpdump", "/usr/sbin/tcpdump"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    .enabled(if: Corpus.hasCaptures && tcpdump != nil, "no tcpdump, or no '../shared/captures'"),
    arguments: ["tcp or udp", "src net 192.168.0.0/16", "vlan and ip", "greater 200 and ip6"])
  func countsAsTcpdumpDoes(_ filter: String) throws {
    var comparedCount = 0
    for row in try Corpus.manifest(Corpus.captures) {
      let name = try #require(row["file"] as? String)
      let file = Corpus.captures.appending(path: name)
      let reading = Reading(InputPath(file.path), selection: Self.selection(filter))
      let isUndamaged = reading.summary.status == .ok && row["packets"] as? Int ?? 0 < 5000
      guard isUndamaged, reading.summary.compression == InputSummary.Compression.none,
        [.pcap, .pcapng].contains(reading.summary.format),
        let count = try Self.count(file.path, filter)
      else { continue }
      let ours =
        reading.summary.packetCount - (reading.summary.skipped[.filtered] ?? 0)
        - (reading.summary.skipped[.unsupportedLinkType] ?? 0)
      #expect(ours == count, "\(name)")
      comparedCount += 1
    }
    #expect(comparedCount > 50)
  }

  /// Frames that tcpdump lets pass; nil where it refuses the file or the filter.
  private static func count(_ path: String, _ filter: String) throws -> Int? {
    let process = Process()
    process.executableURL = URL(filePath: try #require(tcpdump))
    process.arguments = ["--count", "-nr", path, filter]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return text.split(separator: " ").first.flatMap { Int($0) }
  }
}
