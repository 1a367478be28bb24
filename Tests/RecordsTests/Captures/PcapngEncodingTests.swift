import Testing

@testable import Records

@Suite struct PcapngEncodingTests {
  private static func header(_ block: [UInt8]) throws -> PcapngBlockHeader {
    let header = try #require(try PcapngBlockHeader(block.span, at: 0, .little))
    try header.checkTrailer(of: block.span)
    #expect(header.blockByteCount == block.count && block.count.isMultiple(of: 4))
    return header
  }

  @Test func aSectionReadsBack() throws {
    let block = SectionHeaderBlock.encoded(application: "ipclust 1")
    let header = try Self.header(block)
    #expect(header.type == PcapngBlockHeader.BlockType.sectionHeader)
    let section = try SectionHeaderBlock(block.span, header.byteOrder)
    #expect(section.byteOrder == .little && section.majorVersion == 1)
    // shb_userappl, its length, its text.
    #expect(Array(block[24..<37]) == [4, 0, 9, 0] + Array("ipclust 1".utf8))
  }

  @Test(arguments: [(6, 0), (9, -4_294_967_296), (0, 1 << 40)] as [(UInt8, Int64)])
  func anInterfaceReadsBack(_ digits: UInt8, _ offset: Int64) throws {
    let resolution = TimestampResolution(code: digits, offsetSeconds: offset)
    let block = InterfaceDescriptionBlock.encoded(
      linkType: .linuxCooked2, resolution: resolution, name: Array("a.pcap".utf8))
    _ = try Self.header(block)
    let description = try InterfaceDescriptionBlock(block.span, .little)
    #expect(description.linkType == .linuxCooked2)
    #expect(description.snapshotByteCount == 0)
    #expect(description.resolution == resolution)
  }

  @Test(arguments: 0...5)
  func aFrameReadsBackBehindOtherBytes(_ byteCount: Int) throws {
    let frame = (0..<byteCount).map { UInt8($0 + 1) }
    var bytes: [UInt8] = [1, 2, 3, 4]
    EnhancedPacketBlock.append(
      frame.span, originalByteCount: 1500, interfaceIndex: 7, tickCount: 0x1_0000_0002,
      comments: [Array("why".utf8), Array("and why".utf8)], to: &bytes)
    #expect(bytes[..<4] == [1, 2, 3, 4])
    let block = Array(bytes[4...])
    _ = try Self.header(block)
    let packet = try EnhancedPacketBlock(block.span, .little)
    #expect(packet.interfaceIndex == 7 && packet.tickCount == 0x1_0000_0002)
    #expect(packet.originalByteCount == 1500)
    #expect(Array(block[packet.frameRange]) == frame)
    var comments: [String] = []
    try PcapngOption.forEach(in: block.span, from: 28 + (byteCount + 3) / 4 * 4, .little) {
      code, value in
      comments.append("\(code) " + String(decoding: value.indices.map { value[$0] }, as: UTF8.self))
    }
    #expect(comments == ["1 why", "1 and why"])
  }

  @Test func longOptionsAreCut() throws {
    let block = InterfaceDescriptionBlock.encoded(
      linkType: .ethernet, resolution: TimestampResolution(),
      name: [UInt8](repeating: 65, count: 100_000))
    _ = try Self.header(block)
    #expect(block.count < 3 * PcapngBlockEncoder.maximumOptionByteCount)
  }

  @Test(
    arguments: [
      (0, 0, 0, 6), (1_331_901_000, 260_000_000, 0, 6), (1_331_901_000, 260_000_001, 0, 9),
      (-1, 999_999_999, -4_294_967_296, 9), (5, 0, 0, 0), (18_446_744_072, 999_999_999, 0, 9),
    ] as [(Int64, UInt32, Int64, UInt8)])
  func ticksAreTheInverseOfTimes(
    _ seconds: Int64, _ nanoseconds: UInt32, _ offset: Int64, _ digits: UInt8
  ) throws {
    let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: digits)
    let resolution = TimestampResolution(code: digits, offsetSeconds: offset)
    let count = try #require(resolution.tickCount(of: time))
    #expect(resolution.timestamp(tickCount: count) == time)
  }

  @Test(arguments: [Int64(-1), .min, .max, 18_446_744_074])
  func timesBeyondTheTicksHaveNone(_ seconds: Int64) {
    let time = Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 9)
    #expect(TimestampResolution(code: 9).tickCount(of: time) == nil)
  }
}
