import Records
import Testing

@Suite struct PcapRecordHeaderTests {
  private static func file(
    magic: [UInt8] = [0xa1, 0xb2, 0xc3, 0xd4], minor: UInt8 = 4
  ) throws -> PcapFileHeader {
    let bytes = magic + [0, 2, 0, minor] + [UInt8](repeating: 0, count: 16)
    return try PcapFileHeader(bytes.span)
  }

  /// 1 331 901 000 s, 260 000, captured 60, original 1500.
  private static let record: [UInt8] =
    [0x4f, 0x63, 0x32, 0x48] + [0, 3, 0xf7, 0xa0] + [0, 0, 0, 60] + [0, 0, 5, 0xdc]

  @Test func readsEveryField() throws {
    let file = try Self.file()
    let record = try #require(try PcapRecordHeader(([7] + Self.record).span, at: 1, of: file))
    #expect(record.capturedByteCount == 60 && record.originalByteCount == 1500)
    #expect(record.timestamp(of: file) == Timestamp("1331901000.260000"))
  }

  @Test func readsTheLittleEndianForm() throws {
    let header: [UInt8] = [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 16)
    let bytes: [UInt8] =
      [0x48, 0x32, 0x63, 0x4f] + [1, 0, 0, 0] + [60, 0, 0, 0] + [0xdc, 5, 0, 0]
    let file = try PcapFileHeader(header.span)
    let record = try #require(try PcapRecordHeader(bytes.span, at: 0, of: file))
    #expect(record.capturedByteCount == 60 && record.originalByteCount == 1500)
    #expect(record.timestamp(of: file) == Timestamp("1331901000.000000001"))
  }

  @Test func takesTheCapturedLengthFromItsPlace() throws {
    var swapped = Self.record
    swapped.replaceSubrange(8..., with: Self.record[12...] + Self.record[8..<12])
    for (minor, bytes, captured) in [
      (2, Self.record, 1500), (2, swapped, 60), (3, Self.record, 60), (3, swapped, 60),
      (4, swapped, 1500),
    ] as [(UInt8, [UInt8], Int)] {
      let file = try Self.file(minor: minor)
      #expect(try PcapRecordHeader(bytes.span, at: 0, of: file)?.capturedByteCount == captured)
    }
  }

  @Test func refusesMoreThanTheLimit() throws {
    let file = try Self.file()
    var bytes = Self.record
    bytes.replaceSubrange(8..<12, with: [0, 4, 0, 0])
    #expect(try PcapRecordHeader(bytes.span, at: 0, of: file)?.capturedByteCount == 262_144)
    bytes[11] = 1
    #expect(throws: CaptureFault.capturedLength(262_145, .pcap)) {
      try PcapRecordHeader(bytes.span, at: 0, of: file)
    }
  }

  @Test func waitsForTheWholeHeader() throws {
    let modified = try Self.file(magic: [0xa1, 0xb2, 0xcd, 0x34])
    let long = Self.record + [UInt8](repeating: 0, count: 8)
    for byteCount in 0..<24 {
      let bytes = Array(long.prefix(byteCount))
      #expect(try PcapRecordHeader(bytes.span, at: 0, of: modified) == nil)
      #expect(try (PcapRecordHeader(bytes.span, at: 0, of: Self.file()) == nil) == (byteCount < 16))
    }
    #expect(try PcapRecordHeader(long.span, at: 0, of: modified)?.originalByteCount == 1500)
  }

  @Test func carriesFractionsOfMoreThanASecond() throws {
    let bytes = [UInt8](repeating: 0xff, count: 8) + [UInt8](repeating: 0, count: 8)
    let file = try Self.file()
    let record = try #require(try PcapRecordHeader(bytes.span, at: 0, of: file))
    #expect(record.timestamp(of: file) == Timestamp("4294971589.967295"))
  }
}
