import Readers
import Records
import TestSupport
import Testing

/// Whoever wants frames is given every record the general way, so the short way can be compared.
@Suite struct PlainPacketTests {
  /// Frames of every kind that ends a run of plain packets, among many that do not.
  private struct Traffic {
    private var random: SplitMix64
    private var seconds: UInt32 = 1_331_901_000
    private var fraction: UInt32 = 0
    private var previous: [UInt8] = []

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func draw(_ count: Int) -> Int { random.below(count) }

    mutating func time() -> (seconds: UInt32, fraction: UInt32) {
      switch draw(40) {
      case 0: seconds &+= 60
      case 1: seconds &-= 2
      case 2: fraction = 1_000_001
      case 3: break
      // From the last second that can be packed to the first.
      case 4: seconds = seconds > .max - 9 ? 0 : .max
      case 5: seconds = 1_331_901_000
      default: fraction = (fraction + 977) % 1_000_000
      }
      if draw(20) == 0 { (seconds, fraction) = (seconds &+ 1, 0) }
      return (seconds, fraction)
    }

    mutating func frame() -> [UInt8] {
      if previous.isEmpty || draw(12) > 0 { previous = newFrame() }
      return previous
    }

    private mutating func newFrame() -> [UInt8] {
      let payload = [UInt8](repeating: UInt8(draw(3)), count: draw(40))
      let sequence = UInt8(draw(4))
      let tail: [UInt8] = [1, 2, 3, 4, 5, sequence, 7, 8, 9, 10, 11, 12] + payload
      let ends: [UInt8] = [10, 0, UInt8(draw(3)), UInt8(draw(30)), 10, 1, 1, UInt8(draw(9))]
      let link: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
      let length = UInt8(20 + tail.count)
      let packet: [UInt8] =
        [0x45, 0, 0, length, 0, UInt8(draw(5)), 0, 0, 64, 6, 0, 0] + ends + tail
      switch draw(24) {
      case 0: return link + [8, 0, 0x46] + packet.dropFirst() + tail
      case 1: return link + [8, 0, 0x45, 0, 0, 19] + packet.dropFirst(4)
      case 2: return link + [8, 0, 0x45, 0, 0, 0] + packet.dropFirst(4)
      case 3: return link + [8, 0, 0x65] + packet.dropFirst()
      case 4: return link + [8, 0] + packet.prefix(20 + draw(13))
      case 5: return Array((link + [8, 0] + packet).prefix(draw(40)))
      case 6:
        return link + [0x86, 0xdd, 0x60, 0, 0, 0, 0, 20, 6, 64] + ends + ends + ends + ends + tail
      case 7: return link + [8, 6] + packet
      case 8: return link + [0x81, 0, 0, 7, 0x81, 0, 0, 9, 8, 0] + packet
      case 9: return link + [0x88, 0xa8, 0, 7, 8, 0] + packet
      case 10...15: return link + [0x81, 0, 0, 7, 8, 0] + packet
      default: return link + [8, 0] + packet
      }
    }

    mutating func originalByteCount(of frame: [UInt8]) -> UInt32 {
      UInt32(frame.count) + (draw(9) == 0 ? 100 : 0)
    }
  }

  private static func pcap(seed: Int, magic: UInt32, _ order: TestCapture.ByteOrder) -> [UInt8] {
    var traffic = Traffic(seed: UInt64(seed))
    return (0..<900).reduce(into: TestCapture.header(magic: magic, order)) { bytes, _ in
      let (frame, time) = (traffic.frame(), traffic.time())
      bytes += TestCapture.record(
        frame, seconds: time.seconds, fraction: time.fraction,
        originalByteCount: traffic.originalByteCount(of: frame), order)
    }
  }

  /// - Parameter kindCount: of blocks to draw from; with few of them most times are absent.
  private static func pcapng(
    seed: Int, kindCount: Int = 30, _ order: TestCapture.ByteOrder
  ) -> [UInt8] {
    var traffic = Traffic(seed: UInt64(seed))
    let start =
      TestCapture.section(order) + TestCapture.interface(resolution: 6, order)
      + TestCapture.interface(resolution: 9, order) + TestCapture.interface(101, order)
      + TestCapture.interface(resolution: 0x8a, order)
    return (0..<900).reduce(into: start) { bytes, _ in
      let (frame, time) = (traffic.frame(), traffic.time())
      let microseconds = UInt64(time.seconds) * 1_000_000 + UInt64(time.fraction)
      switch traffic.draw(kindCount) {
      case 0: bytes += TestCapture.simplePacket(frame, order)
      case 1: bytes += TestCapture.obsoletePacket(frame, order)
      case 2: bytes += TestCapture.block(4, [1, 2, 3], order)
      case 3: bytes += TestCapture.packet(frame, interface: 2, tickCount: microseconds, order)
      case 4: bytes += TestCapture.packet(frame, interface: 3, tickCount: microseconds, order)
      case 5...7:
        bytes += TestCapture.packet(
          frame, interface: 1, tickCount: microseconds * 1000,
          originalByteCount: traffic.originalByteCount(of: frame), order)
      case 8: bytes += TestCapture.packet(frame, tickCount: .max, order)
      default: bytes += TestCapture.packet(frame, tickCount: microseconds, order)
      }
    }
  }

  private static let captures: [(name: String, bytes: [UInt8])] =
    (0..<4).flatMap { seed in
      [
        ("microseconds \(seed)", pcap(seed: seed, magic: 0xa1b2_c3d4, .little)),
        ("nanoseconds \(seed)", pcap(seed: seed, magic: 0xa1b2_3c4d, .little)),
        ("big-endian \(seed)", pcap(seed: seed, magic: 0xa1b2_c3d4, .big)),
        ("pcapng \(seed)", pcapng(seed: seed, .little)),
        ("big-endian pcapng \(seed)", pcapng(seed: seed, .big)),
        ("pcapng of few times \(seed)", pcapng(seed: seed, kindCount: 10, .little)),
      ]
    }

  private func expectSame(_ path: InputPath, _ name: String) {
    let short = Reading(path)
    let general = Reading(path, wantsFrames: true)
    #expect(short.summary == general.summary, "\(name)")
    for family in AddressFamily.allCases {
      func part(_ reading: Reading) -> [Observation] {
        reading.handedOn.filter { $0.source?.family == family }
      }
      #expect(part(short) == part(general), "\(name)")
    }
    #expect(short.observations.count == general.observations.count, "\(name)")
  }

  @Test func theShortWayGivesWhatTheGeneralWayGives() throws {
    for (name, bytes) in Self.captures {
      let input = try TestInput(bytes)
      expectSame(input.path, name)
      let summary = Reading(input.path).summary
      let counts = [
        summary.usedPacketCount, summary.duplicateFrameCount, summary.outOfOrderCount,
        summary.timeGapCount, summary.snapshotTruncatedCount, summary.filterPaths.count,
        summary.packetCount - summary.usedPacketCount,
      ]
      // Traffic without these would show nothing.
      #expect(counts.allSatisfy { $0 > 1 }, "\(name) \(counts)")
    }
  }

  @Test func theShortWayEndsAtDamageAsTheGeneralWayDoes() throws {
    for (name, bytes) in Self.captures.prefix(6) {
      for seed in 0..<150 {
        let input = try TestInput(Mutation.mutate(bytes, seed: seed))
        expectSame(input.path, "\(name) mutation \(seed)")
      }
    }
  }

  @Test(.enabled(if: Corpus.hasCaptures, "no folder '../shared/captures' beside the checkout"))
  func theShortWayGivesWhatTheGeneralWayGivesOfTheCorpus() throws {
    for row in try Corpus.manifest(Corpus.captures) {
      let name = try #require(row["file"] as? String)
      expectSame(InputPath(Corpus.captures.appending(path: name).path), name)
    }
  }

  @Test func timeBoundsAndFiltersHoldForPlainPackets() throws {
    let input = try TestInput(Self.captures[0].bytes)
    var selection = RecordSelection()
    selection.filter = "host 10.0.1.7"
    let filtered = Reading(input.path, selection: selection)
    #expect(filtered.summary.skipped[.filtered, default: 0] > 500)
    #expect(
      filtered.summary == Reading(input.path, selection: selection, wantsFrames: true).summary)
    selection.filter = nil
    selection.since = filtered.observations[filtered.observations.count / 2].timestamp
    let late = Reading(input.path, selection: selection)
    #expect(late.summary.skipped[.outsideTime, default: 0] > 100)
    #expect(late.summary == Reading(input.path, selection: selection, wantsFrames: true).summary)
  }
}
