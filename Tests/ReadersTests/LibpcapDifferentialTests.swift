import Foundation
import LibpcapJudge
import Readers
import Records
import TestSupport
import Testing

/// What libpcap and our decoder make of a capture.
private struct Judgement {
  struct Use: Equatable {
    let source: IPAddress?
    let destination: IPAddress?
    let byteCount: Int
    let record: Int
    /// Nil where libpcap has no sensible time: it takes unsigned seconds for signed ones.
    let nanoseconds: Int128?
  }

  private(set) var packetCount = 0
  private(set) var uses: [Use] = []

  /// Nil where libpcap refuses the file or finds it damaged.
  init?(_ path: String) {
    guard let judge = libpcap_judge_open(path) else { return nil }
    defer { libpcap_judge_close(judge) }
    // libpcap's number is understood where it is the file's, and of raw IP as well.
    let decoder = FrameDecoder(LinkType(rawValue: libpcap_judge_link_type(judge)))
    var frame = libpcap_judge_frame()
    while true {
      let code = libpcap_judge_next(judge, &frame)
      if code < 0 { return nil }
      if code == 0 { return }
      packetCount += 1
      let bytes = Array(
        UnsafeBufferPointer(start: frame.bytes, count: Int(frame.captured_byte_count)))
      guard let addresses = try? decoder.addresses(in: bytes.span) else { continue }
      let isSensible =
        frame.seconds >= 0 && (0..<1_000_000_000).contains(frame.nanoseconds)
      uses.append(
        Use(
          source: addresses.source, destination: addresses.destination,
          byteCount: Int(frame.original_byte_count), record: packetCount,
          nanoseconds: isSensible
            ? Int128(frame.seconds) * 1_000_000_000 + Int128(frame.nanoseconds) : nil))
    }
  }

  /// What differs from our reading in frames, addresses, lengths and times, if anything.
  func difference(from reading: Reading) -> String? {
    guard reading.summary.packetCount == packetCount,
      reading.observations.count == uses.count
    else {
      return "libpcap \(packetCount) frames, \(uses.count) used; we "
        + "\(reading.summary.packetCount), \(reading.summary.usedPacketCount), "
        + "\(reading.summary.failure.map { "\($0)" } ?? "no failure")"
    }
    // libpcap gives no numbers to blocks without frames, as Wireshark and we do.
    let numbersOthers = reading.summary.otherFrameCount > 0
    for (ours, theirs) in zip(reading.observations, uses) {
      let time = ours.timestamp.map {
        Int128($0.seconds) * 1_000_000_000 + Int128($0.nanoseconds)
      }
      let isSame =
        ours.source == theirs.source && ours.destination == theirs.destination
        && ours.byteCount == theirs.byteCount && (ours.record == theirs.record || numbersOthers)
        && (time == nil || theirs.nanoseconds == nil || time == theirs.nanoseconds)
      if !isSame { return "libpcap \(theirs), we \(ours)" }
    }
    return nil
  }
}

@Suite struct LibpcapDifferentialTests {
  private static let captures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "captures")

  private static func files(_ folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .filter { $0.pathExtension.hasPrefix("pcap") }.sorted { $0.path < $1.path }
  }

  @Test func agreesOnOurOwnCaptures() throws {
    var comparedCount = 0
    for file in Self.files(Self.captures) {
      guard let judgement = Judgement(file.path) else { continue }
      let difference = judgement.difference(from: Reading(InputPath(file.path)))
      #expect(difference == nil, "\(file.lastPathComponent)")
      comparedCount += 1
    }
    #expect(comparedCount >= 5)
  }

  @Test(.enabled(if: Corpus.hasCaptures, "no folder '../shared/captures' beside the checkout"))
  func agreesOnCapturesOfOthers() throws {
    var comparedCount = 0
    for file in Self.files(Corpus.captures) {
      guard let judgement = Judgement(file.path) else { continue }
      let difference = judgement.difference(from: Reading(InputPath(file.path)))
      #expect(difference == nil, "\(file.path)")
      comparedCount += 1
    }
    #expect(comparedCount > 200, "\(comparedCount)")
  }

  /// The first records of a pcap, as many as lie whole in 4 KiB.
  private static func head(_ file: URL) throws -> [UInt8] {
    let bytes = try Array(Data(contentsOf: file).prefix(4096))
    let offset = try #require(Reading(bytes: bytes).summary.failure?.byteOffset)
    return Array(bytes.prefix(offset))
  }

  @Test func agreesOnMutationsOfPcap() throws {
    var comparedCount = 0
    for file in Self.files(Self.captures) where file.pathExtension == "pcap" {
      let bytes = try Self.head(file)
      for seed in 0..<200 {
        // libpcap cuts frames to the file's snapshot length, which tshark and we do not, and takes
        // reserved bits for a part of the link type.
        let input = try TestInput(Mutation.mutate(bytes, seed: seed, keeping: 16..<24))
        guard let judgement = Judgement(input.path.text) else { continue }
        let difference = judgement.difference(from: Reading(input.path))
        #expect(difference == nil, "\(file.lastPathComponent), seed \(seed)")
        comparedCount += 1
      }
    }
    #expect(comparedCount > 300, "\(comparedCount)")
  }

  @Test func agreesOnMutationsOfPcapng() throws {
    let bytes: [UInt8] =
      TestCapture.section + TestCapture.interface(snapshotByteCount: 262_144, resolution: 9)
      + (1...5).flatMap { TestCapture.packet(TestCapture.frame($0)) }
      + TestCapture.block(4, [1, 2, 3]) + TestCapture.obsoletePacket(TestCapture.frame(6))
      + TestCapture.simplePacket(TestCapture.frame(7))
    var comparedCount = 0
    for seed in 0..<2000 {
      // libpcap does not look at the length behind the first block, and cuts frames to the
      // snapshot length.
      let input = try TestInput(Mutation.mutate(bytes, seed: seed, keeping: 24..<44))
      guard let judgement = Judgement(input.path.text) else { continue }
      let difference = judgement.difference(from: Reading(input.path))
      #expect(difference == nil, "seed \(seed)")
      comparedCount += 1
    }
    #expect(comparedCount > 200, "\(comparedCount)")
  }
}
