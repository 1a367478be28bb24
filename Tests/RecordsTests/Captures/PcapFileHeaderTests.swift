import Records
import Testing

@Suite struct PcapFileHeaderTests {
  private static let little: [UInt8] =
    [0xd4, 0xc3, 0xb2, 0xa1] + [2, 0, 4, 0] + [0, 0, 0, 0, 0, 0, 0, 0] + [0xff, 0xff, 0, 0]
    + [113, 0, 0, 0]
  private static let big: [UInt8] =
    [0xa1, 0xb2, 0xc3, 0xd4] + [0, 2, 0, 4] + [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0xff, 0xff]
    + [0, 0, 0, 113]

  @Test func readsBothByteOrders() throws {
    for (bytes, order) in [(Self.little, ByteOrder.little), (Self.big, .big)] {
      let header = try PcapFileHeader(bytes.span)
      #expect(header.byteOrder == order && header.magic == .microseconds)
      #expect(header.lengthOrder == .capturedFirst && header.linkType == .linuxCooked)
      #expect(header.recordHeaderByteCount == 16 && header.fractionDigitCount == 6)
    }
  }

  @Test func readsEveryMagic() throws {
    for (bytes, magic, headerByteCount, digitCount) in [
      ([0xa1, 0xb2, 0x3c, 0x4d], PcapFileHeader.Magic.nanoseconds, 16, 9),
      ([0xa1, 0xb2, 0xcd, 0x34], .modified, 24, 6),
    ] as [([UInt8], PcapFileHeader.Magic, Int, UInt8)] {
      for file in [bytes + Self.big[4...], bytes.reversed() + Self.little[4...]] {
        let header = try PcapFileHeader(file.span)
        #expect(header.magic == magic && header.recordHeaderByteCount == headerByteCount)
        #expect(header.fractionDigitCount == digitCount && header.linkType == .linuxCooked)
      }
    }
  }

  @Test func knowsWhereOldVersionsHaveTheCapturedLength() throws {
    for (minor, order) in [
      (0, PcapFileHeader.LengthOrder.originalFirst), (1, .originalFirst), (2, .originalFirst),
      (3, .smallerFirst), (4, .capturedFirst),
    ] as [(UInt8, PcapFileHeader.LengthOrder)] {
      var bytes = Self.little
      bytes[6] = minor
      #expect(try PcapFileHeader(bytes.span).lengthOrder == order)
    }
  }

  @Test func refusesOtherVersionsMagicsAndCuts() {
    for (offset, byte, fault) in [
      (4, 3, CaptureFault.version(.pcap, major: 3, minor: 4)),
      (4, 1, .version(.pcap, major: 1, minor: 4)), (6, 5, .version(.pcap, major: 2, minor: 5)),
      (7, 1, .version(.pcap, major: 2, minor: 260)), (0, 0xd5, .magic(0xd5c3_b2a1, .pcap)),
    ] as [(Int, UInt8, CaptureFault)] {
      var bytes = Self.little
      bytes[offset] = byte
      #expect(throws: fault) { try PcapFileHeader(bytes.span) }
    }
    for byteCount in 0..<24 {
      let fault = CaptureFault.cut(
        .fileHeader, requiredByteCount: 24, availableByteCount: byteCount)
      #expect(throws: fault) { try PcapFileHeader(Array(Self.little.prefix(byteCount)).span) }
    }
  }

  @Test func leavesTheFrameCheckSequenceOutOfTheLinkType() throws {
    var bytes = Self.little
    (bytes[22], bytes[23]) = (0xff, 0x54)
    #expect(try PcapFileHeader(bytes.span).linkType == .linuxCooked)
  }
}
