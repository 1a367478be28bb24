import Readers
import Records
import Testing

@Suite struct CaptureReaderTests {
  @Test func readsEveryFrame() throws {
    let reading = try Reading(bytes: TestCapture.five)
    #expect(
      reading.observations
        == (1...5).map {
          Observation(
            source: IPAddress("10.0.0.\($0)"), destination: IPAddress("10.0.1.1"), record: $0,
            timestamp: Timestamp("1331901000.260000"), packetCount: 1, byteCount: 34)
        })
    let summary = reading.summary
    #expect(summary.status == .ok && summary.failure == nil)
    #expect(summary.format == .pcap && summary.compression == InputSummary.Compression.none)
    #expect(summary.linkTypes == ["EN10MB"])
    #expect(summary.byteCount == TestCapture.five.count)
    #expect(summary.packetCount == 5 && summary.ipv4PacketCount == 5)
  }

  @Test func readsBothByteOrdersAndResolutions() throws {
    for order in [TestCapture.ByteOrder.little, .big] {
      for (magic, fraction, text) in [
        (0xa1b2_c3d4 as UInt32, 260_001 as UInt32, "1331901000.260001"),
        (0xa1b2_3c4d, 260_000_001, "1331901000.260000001"),
      ] {
        let reading = try Reading(
          bytes: TestCapture.header(magic: magic, order)
            + TestCapture.record(TestCapture.frame(1), fraction: fraction, order))
        #expect(reading.summary.firstTimestamp == Timestamp(text))
        #expect(reading.summary.usedPacketCount == 1)
      }
    }
  }

  @Test func readsTimesThatAreNone() throws {
    let reading = try Reading(
      bytes: TestCapture.header()
        + TestCapture.record(TestCapture.frame(1), seconds: 10, fraction: .max)
        + TestCapture.record(TestCapture.frame(2), seconds: .max, fraction: 0)
        + TestCapture.record(TestCapture.frame(3), seconds: 0, fraction: 0))
    #expect(reading.summary.usedPacketCount == 3)
    #expect(reading.observations[0].timestamp == Timestamp("4304.967295"))
    #expect(reading.summary.firstTimestamp == Timestamp("0.000000"))
    #expect(reading.summary.lastTimestamp == Timestamp("4294967295.000000"))
    #expect(reading.summary.outOfOrderCount == 1)
  }

  @Test func countsWhatCannotBeUsed() throws {
    let arp: [UInt8] = [UInt8](repeating: 2, count: 12) + [8, 6] + [UInt8](repeating: 0, count: 28)
    let reading = try Reading(
      bytes: TestCapture.header() + TestCapture.record([]) + TestCapture.record(arp)
        + TestCapture.record(TestCapture.frame(1), originalByteCount: 1500))
    #expect(reading.summary.status == .ok)
    #expect(reading.summary.skipped == [.truncatedHeader: 1, .noIP: 1])
    #expect(reading.summary.snapshotTruncatedCount == 1)
    #expect(reading.observations.map(\.record) == [3])
    #expect(reading.observations.map(\.byteCount) == [1500])
  }

  @Test func everyCutOfACaptureIsAccountedFor() throws {
    let recordByteCount = 16 + 34
    for byteCount in 0...TestCapture.five.count {
      let reading = try Reading(bytes: Array(TestCapture.five.prefix(byteCount)))
      let (summary, failure) = (reading.summary, reading.summary.failure)
      #expect(reading.accountsForEveryRecord)
      guard byteCount >= 24 else {
        #expect(summary.status == .error)
        #expect(
          failure?.class
            == (byteCount == 0 ? .emptyFile : byteCount == 1 ? .notACapture : .truncatedFileHeader))
        continue
      }
      let (wholeCount, rest) = (byteCount - 24).quotientAndRemainder(dividingBy: recordByteCount)
      #expect(summary.packetCount == wholeCount && summary.usedPacketCount == wholeCount)
      #expect(summary.status == (rest == 0 ? .ok : .partial))
      #expect(summary.skipped == (rest == 0 ? [:] : [.truncatedRecord: 1]))
      if rest > 0 {
        #expect(failure?.class == .truncatedRecord)
        #expect(failure?.record == wholeCount + 1)
        #expect(failure?.byteOffset == 24 + wholeCount * recordByteCount)
      }
    }
  }

  @Test func stopsAtAnImpossibleLength() throws {
    let lie =
      TestCapture.number(0, .little) + TestCapture.number(0, .little)
      + TestCapture.number(1 << 30, .little) + TestCapture.number(1 << 30, .little)
    let reading = try Reading(bytes: TestCapture.five + lie + TestCapture.frame(9))
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.skipped == [.corruptRecord: 1])
    #expect(reading.summary.failure?.class == .corruptRecord)
    #expect(reading.summary.failure?.record == 6)
    #expect(reading.accountsForEveryRecord)
  }

  @Test func countsFramesOfAnUnknownLinkType() throws {
    let reading = try Reading(
      bytes: TestCapture.header(linkType: 9999) + TestCapture.record(TestCapture.frame(1)))
    #expect(reading.summary.status == .error)
    #expect(reading.summary.failure?.class == .unsupportedLinkType)
    #expect(reading.summary.skipped == [.unsupportedLinkType: 1])
    #expect(reading.summary.linkTypes == ["LINKTYPE 9999"])
  }

  @Test func framesOfALinkTypeWithoutIPAreNoDamage() throws {
    let reading = try Reading(
      bytes: TestCapture.header(linkType: 220) + TestCapture.record(TestCapture.frame(1)))
    #expect(reading.summary.status == .ok)
    #expect(reading.summary.skipped == [.noIP: 1])
    #expect(reading.summary.linkTypes == ["USB_LINUX_MMAPPED"])
    #expect(reading.summary.note == "frames of link type USB_LINUX_MMAPPED carry no IP")
  }

  @Test func anEthernetWithoutIPNeedsNoNote() throws {
    let reading = try Reading(
      bytes: TestCapture.header(linkType: 1) + TestCapture.record([UInt8](repeating: 0, count: 60)))
    #expect(reading.summary.skipped == [.noIP: 1] && reading.summary.note == nil)
  }

  @Test func readsRecordsAboveTheSnapshotLengthWhole() throws {
    for snapshotByteCount in [0, 10, .max] as [UInt32] {
      var bytes = TestCapture.five
      bytes.replaceSubrange(16..<20, with: TestCapture.number(snapshotByteCount, .little))
      #expect(try Reading(bytes: bytes).summary.usedPacketCount == 5)
    }
  }

  @Test func readsTheLongestRecordAndNothingLonger() throws {
    let longest = TestCapture.frame(1) + [UInt8](repeating: 0, count: 262_144 - 34)
    let good = TestCapture.header() + TestCapture.record(longest) + TestCapture.record(longest)
    #expect(try Reading(bytes: good).summary.usedPacketCount == 2)
    let bad = try Reading(bytes: good + TestCapture.record(longest + [0])).summary
    #expect(bad.usedPacketCount == 2 && bad.failure?.class == .corruptRecord)
    #expect(bad.failure?.byteOffset == good.count && bad.failure?.record == 3)
  }

  @Test func readsModifiedRecords() throws {
    let header = TestCapture.header(magic: 0xa1b2_cd34)
    let frame = TestCapture.frame(1)
    let record = TestCapture.record(frame)
    let modified = record.prefix(16) + [1, 0, 0, 0, 8, 0, 0, 0] + frame
    let reading = try Reading(bytes: header + modified + modified)
    #expect(reading.summary.usedPacketCount == 2 && reading.summary.status == .ok)
  }

  @Test func refusesOtherVersions() throws {
    let reading = try Reading(
      bytes: [0xd4, 0xc3, 0xb2, 0xa1, 3, 0] + [UInt8](repeating: 0, count: 18))
    #expect(reading.summary.failure?.class == .unsupportedVersion)
  }

  @Test func callsACutFileOfAnUnknownLinkTypeUnusable() throws {
    let record = TestCapture.record(TestCapture.frame(1))
    let reading = try Reading(
      bytes: TestCapture.header(linkType: 9999) + record + record.dropLast())
    #expect(reading.summary.status == .error)
    #expect(reading.summary.failure?.class == .unsupportedLinkType)
    #expect(reading.summary.skipped == [.unsupportedLinkType: 1, .truncatedRecord: 1])
    #expect(reading.accountsForEveryRecord)
  }
}
