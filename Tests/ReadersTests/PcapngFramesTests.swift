import Readers
import Records
import Testing

@Suite struct PcapngFramesTests {
  private static let orders = [TestCapture.ByteOrder.little, .big]

  /// Every packet block in a section of either order, whose interfaces differ in all they can.
  private static let mixed: [UInt8] = orders.flatMap { order -> [UInt8] in
    let rawPacket = Array(TestCapture.frame(2)[14...])
    let blocks: [[UInt8]] = [
      TestCapture.section(order),
      TestCapture.interface(1, snapshotByteCount: 10, resolution: 3, order),
      TestCapture.interface(101, snapshotByteCount: 96, resolution: 9, order),
      TestCapture.packet(TestCapture.frame(1), tickCount: 1_331_901_000_260, order),
      TestCapture.block(0x0bad, [1, 2, 3], order),
      TestCapture.packet(rawPacket, interface: 1, tickCount: 1_331_901_000_260_000_001, order),
      TestCapture.obsoletePacket(TestCapture.frame(3), order),
      TestCapture.simplePacket(TestCapture.frame(4), order),
    ]
    return Array(blocks.joined())
  }

  private static func summary(_ blocks: [UInt8]) throws -> InputSummary {
    let reading = try Reading(bytes: TestCapture.section + blocks)
    #expect(reading.accountsForEveryRecord)
    return reading.summary
  }

  @Test func readsEveryPacketBlockInBothOrders() throws {
    let reading = try Reading(bytes: Self.mixed)
    let summary = reading.summary
    #expect(summary.status == .ok && summary.failure == nil && summary.format == .pcapng)
    #expect(summary.linkTypes == ["EN10MB", "RAW"] && summary.packetCount == 8)
    // The simple packets are cut to the 10 bytes of their interface's snapshot length.
    #expect(summary.skipped == [.truncatedHeader: 2] && summary.snapshotTruncatedCount == 2)
    // Simple packets have no times.
    #expect(summary.untimedPacketCount == 2)
    let sources = [1, 2, 3, 1, 2, 3].map { IPAddress("10.0.0.\($0)") }
    #expect(reading.observations.map(\.source) == sources)
    // Wireshark gives custom blocks numbers too.
    #expect(reading.observations.map(\.record) == [1, 3, 4, 6, 8, 9])
    #expect(
      reading.observations.prefix(3).map(\.timestamp) == [
        Timestamp("1331901000.260"), Timestamp("1331901000.260000001"),
        Timestamp(seconds: 1_331_901_000_260, nanoseconds: 0, fractionDigitCount: 3),
      ])
  }

  @Test func everyPrefixIsAccountedFor() throws {
    for byteCount in 0...Self.mixed.count {
      let reading = try Reading(bytes: Array(Self.mixed.prefix(byteCount)))
      let summary = reading.summary
      #expect(reading.accountsForEveryRecord)
      #expect(summary.damagedCount <= 1 && (summary.status == .ok) == (summary.failure == nil))
      if summary.status == .partial {
        #expect(summary.skipped[.truncatedRecord] == 1)
        #expect(summary.failure?.class == .truncatedRecord)
        #expect(summary.failure?.byteOffset.map { $0 < byteCount } == true)
      }
    }
  }

  @Test func tellsFaultsApart() throws {
    let good = TestCapture.interface() + TestCapture.packet(TestCapture.frame(1))
    let frame = TestCapture.frame(1)
    let cases: [([UInt8], InputFailure.Class)] = [
      (TestCapture.number(6, .little) + [0, 0, 0, 0], .corruptBlock),
      (TestCapture.packet(frame, interface: 7), .corruptBlock),
      (TestCapture.block(6, [0, 0, 0, 0]), .corruptBlock),
      (TestCapture.block(1, []), .corruptBlock),
      (TestCapture.section(.big, majorVersion: 2), .unsupportedVersion),
      (TestCapture.section + TestCapture.packet(frame), .corruptBlock),
      (TestCapture.section(.big) + TestCapture.simplePacket(frame, .big), .corruptBlock),
      (TestCapture.block(3, TestCapture.number(1500, .little) + frame), .corruptBlock),
    ]
    for (bad, failure) in cases {
      let summary = try Self.summary(good + bad + good)
      #expect(summary.status == .partial && summary.failure?.class == failure)
      #expect(summary.skipped == [.corruptBlock: 1] && summary.usedPacketCount == 1)
      #expect(summary.failure?.record == 2)
      let sectionByteCount = bad.starts(with: [0x0a, 0x0d]) && failure == .corruptBlock ? 28 : 0
      #expect(
        summary.failure?.byteOffset == TestCapture.section.count + good.count + sectionByteCount)
    }
  }

  @Test func callsDamageBeforeTheFirstInterfaceAnError() throws {
    #expect(try Self.summary([]).status == .ok)
    let cases: [([UInt8], InputFailure.Class)] = [
      (TestCapture.packet(TestCapture.frame(1)), .corruptBlock),
      (TestCapture.number(1, .little) + [0, 0, 0, 0], .corruptBlock),
      (Array(TestCapture.interface().dropLast()), .truncatedFileHeader),
    ]
    for (blocks, failure) in cases {
      let summary = try Self.summary(blocks)
      #expect(summary.status == .error && summary.failure?.class == failure)
      #expect(summary.failure?.byteOffset == TestCapture.section.count)
      #expect(summary.skipped.isEmpty)
    }
  }

  @Test func usesWhatItCanOfMixedLinkTypes() throws {
    let usb = TestCapture.interface(220)
    let packets =
      TestCapture.packet(TestCapture.frame(1))
      + TestCapture.packet(TestCapture.frame(2), interface: 1)
    let mixed = try Self.summary(usb + TestCapture.interface() + packets)
    #expect(mixed.status == .ok && mixed.linkTypes == ["USB_LINUX_MMAPPED", "EN10MB"])
    #expect(mixed.skipped == [.noIP: 1] && mixed.usedPacketCount == 1)
    let nobody = TestCapture.interface(9998)
    let unknown = try Self.summary(nobody + TestCapture.interface(9999) + packets)
    #expect(unknown.status == .error && unknown.failure?.class == .unsupportedLinkType)
    #expect(unknown.linkTypes == ["LINKTYPE 9998", "LINKTYPE 9999"])
    #expect(unknown.skipped == [.unsupportedLinkType: 2])
  }

  @Test func passesOverLongBlocks() throws {
    // The longest block there may be, then one that does not fit in what is read at once.
    for byteCount in [(16 << 20) - 12, 300_000, 0] {
      let summary = try Self.summary(
        TestCapture.interface() + TestCapture.block(4, [UInt8](repeating: 1, count: byteCount))
          + TestCapture.packet(TestCapture.frame(1)))
      #expect(summary.status == .ok && summary.usedPacketCount == 1)
    }
  }

  @Test func limitsInterfaces() throws {
    let interface = TestCapture.interface()
    let full = (0..<65_536).flatMap { _ in interface }
    let packet = TestCapture.packet(TestCapture.frame(1), interface: 65_535)
    #expect(try Self.summary(full + packet).usedPacketCount == 1)
    let summary = try Self.summary(full + packet + interface)
    #expect(summary.status == .partial && summary.failure?.class == .tooLarge)
    #expect(try Self.summary(full + TestCapture.section + interface).status == .ok)
  }
}
