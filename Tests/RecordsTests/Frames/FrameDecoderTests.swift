import Records
import Testing

@Suite struct FrameDecoderTests {
  @Test(arguments: Link.all)
  func findsTheOutermostAddresses(link: Link) throws {
    let addresses = try FrameDecoder(link.type).addresses(in: link.frame.span)
    #expect(addresses.source.description == (link.carriesIPv6 ? "2001:db8::1" : "192.0.2.1"))
    #expect(
      addresses.destination.description == (link.carriesIPv6 ? "2001:db8::2" : "198.51.100.2"))
    #expect(addresses.headerOffset == link.bytes.count)
  }

  @Test(arguments: Link.all)
  func everyPrefixOfAFrameIsRefusedOrDecoded(link: Link) throws {
    let decoder = FrameDecoder(link.type)
    for byteCount in 0...link.frame.count {
      let prefix = Array(link.frame.prefix(byteCount))
      if byteCount < link.headerByteCount {
        #expect(throws: SkipReason.truncatedHeader) { try decoder.addresses(in: prefix.span) }
      } else {
        #expect(throws: Never.self) { try decoder.addresses(in: prefix.span) }
      }
    }
  }

  @Test(arguments: Link.all)
  func survivesEveryByteChanged(link: Link) {
    let decoder = FrameDecoder(link.type)
    for index in 0..<link.headerByteCount {
      for byte in UInt8.min...UInt8.max {
        var frame = link.frame
        frame[index] = byte
        // No expectation but that it returns: a trap ends the test.
        _ = try? decoder.addresses(in: frame.span)
      }
    }
  }

  @Test(
    arguments: [
      ("ARP", LinkType.ethernet, macs + [8, 6]), ("EtherType 0x05dd", .ethernet, macs + [5, 0xdd]),
      ("jumbo length", .ethernet, macs + [0x88, 0x70]),
      ("STP", .ethernet, macs + [0, 38, 0x42, 0x42, 3]),
      ("SNAP of a vendor", .ethernet, macs + [0, 38, 0xaa, 0xaa, 3, 0, 0, 0x0c, 8, 0]),
      ("PPPoE discovery", .ethernet, macs + [0x88, 0x63, 0x11, 9, 0, 0, 0, 0]),
      ("PPPoE session of another code", .ethernet, macs + [0x88, 0x64, 0x11, 0xa7, 0, 1, 0, 0]),
      ("LCP", .ppp, [0xff, 3, 0xc0, 0x21]),
      ("SLARP", .ciscoHDLC, [0x8f, 0, 0x80, 0x35]),
      ("netlink", .linuxCooked, [0, 0, 3, 56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0]),
      ("family 7", .null, [7, 0, 0, 0]),
      ("MPLS over something", .ethernet, macs + [0x88, 0x47, 0, 0, 1, 0, 0x90, 0]),
    ] as [(String, LinkType, [UInt8])])
  func saysSoWhereThereIsNoIP(name: String, type: LinkType, link: [UInt8]) {
    let frame = link + ipv4
    #expect(throws: SkipReason.noIP) { try FrameDecoder(type).addresses(in: frame.span) }
  }

  @Test func refusesContradictoryHeaders() {
    for version in 0...15 as ClosedRange<UInt8> where version != 4 {
      var packet = ipv4
      packet[0] = version << 4 | 5
      #expect(throws: SkipReason.badHeader) { try FrameDecoder(.ipv4).addresses(in: packet.span) }
    }
    for words in 0..<5 as Range<UInt8> {
      var packet = ipv4
      packet[0] = 0x40 | words
      #expect(throws: SkipReason.badHeader) { try FrameDecoder(.raw).addresses(in: packet.span) }
    }
    for length in 1..<20 as Range<UInt8> {
      var packet = ipv4
      packet[3] = length
      #expect(throws: SkipReason.badHeader) { try FrameDecoder(.raw).addresses(in: packet.span) }
    }
  }

  @Test func takesATotalLengthOfZero() {
    var packet = ipv4
    packet[3] = 0
    #expect(throws: Never.self) { try FrameDecoder(.raw).addresses(in: packet.span) }
  }

  @Test func followsTagsUpToTheLimit() {
    func frame(_ tagCount: Int) -> [UInt8] {
      macs + [0x81, 0] + (1..<tagCount).flatMap { _ in [0, 1, 0x81, 0] as [UInt8] } + [0, 1, 8, 0]
        + ipv4
    }
    let decoder = FrameDecoder(.ethernet)
    for tagCount in [1, 50, 300, FrameDecoder.maximumHeaderCount - 1] {
      #expect(throws: Never.self) { try decoder.addresses(in: frame(tagCount).span) }
    }
    #expect(throws: SkipReason.tooDeep) {
      try decoder.addresses(in: frame(FrameDecoder.maximumHeaderCount + 1).span)
    }
  }

  @Test func skipsFramesOfUnknownLinkTypes() {
    let decoder = FrameDecoder(LinkType(rawValue: 9999))
    #expect(!decoder.knowsLinkType)
    #expect(throws: SkipReason.unsupportedLinkType) { try decoder.addresses(in: ipv4.span) }
  }
}
