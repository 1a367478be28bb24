import Testing

@testable import Records

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
    let packet = ipv4
    #expect(!decoder.knowsLinkType)
    #expect(throws: SkipReason.unsupportedLinkType) { try decoder.addresses(in: packet.span) }
  }

  @Test(arguments: Link.all.filter { $0.type == .ethernet })
  func theShortcutFindsWhatTheWalkFinds(link: Link) {
    let decoder = FrameDecoder(.ethernet)
    func expectSame(_ frame: [UInt8]) {
      func outcome(
        _ find: (Span<UInt8>) throws(SkipReason) -> FrameDecoder.Addresses
      ) -> Result<FrameDecoder.Addresses, SkipReason> {
        do throws(SkipReason) { return .success(try find(frame.span)) } catch {
          return .failure(error)
        }
      }
      #expect(outcome(decoder.addresses) == outcome(decoder.walkedAddresses))
    }
    for byteCount in 0...link.frame.count { expectSame(Array(link.frame.prefix(byteCount))) }
    for index in 12..<min(link.frame.count, 40) {
      for byte in UInt8.min...UInt8.max {
        var frame = link.frame
        frame[index] = byte
        expectSame(frame)
      }
    }
  }

  @Test(arguments: [189, 220, 187, 227, 195, 253, 231, 271, 165, 140] as [Int32])
  func linkTypesOfOtherThingsCarryNoIP(number: Int32) {
    let decoder = FrameDecoder(LinkType(rawValue: number))
    let packet = ipv4
    #expect(decoder.knowsLinkType)
    #expect(!decoder.leadsToAddresses)
    #expect(throws: SkipReason.noIP) { try decoder.addresses(in: packet.span) }
  }

  @Test(
    arguments: [
      ("802.11 beacon", .wlan, [0x80, 0]), ("802.11 acknowledgement", .wlan, [0xd4, 0]),
      ("802.11 without data", .wlan, [0x48, 1]), ("802.11 encrypted", .wlan, [0x08, 0x41]),
      ("802.11 later fragment", .wlan, [0x08, 1, 0, 0] + macs + macs.prefix(6) + [0x11, 0]),
      ("multilink control", .multilinkFrameRelay, [0xe0, 0]),
      ("later multilink fragment", .multilinkFrameRelay, [0x40, 1]),
      ("ARCNET, later fragment", .arcnet, [1, 2, 212, 2, 0, 9]),
      ("token ring management", .tokenRing, [0x10, 0] + macs),
      ("FDDI station", .fddi, [0x41] + macs),
      ("continued mPacket", .mPacket, [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x61, 1]),
      ("MACsec", .ethernet, macs + [0x88, 0xe5]),
      ("DOCSIS management", .docsis, [0xc2, 0, 0, 0, 0, 0]),
      (
        "packet tap of USB", .packetTap,
        [108, 0, 0, 0, 1, 0, 0, 0, 189] + [UInt8](repeating: 0, count: 99)
      ),
    ] as [(String, LinkType, [UInt8])])
  func saysSoWhereALinkCarriesNoIP(name: String, type: LinkType, link: [UInt8]) {
    let frame = link + ipv4
    #expect(throws: SkipReason.noIP) { try FrameDecoder(type).addresses(in: frame.span) }
  }

  @Test(
    arguments: [
      ("NFLOG attribute without length", .nflog, [2, 0, 0, 1, 0, 0, 5, 0]),
      ("NFLOG version", .nflog, [2, 1, 0, 1]),
      ("radiotap version", .wlanWithRadiotap, [1, 0, 8, 0]),
      ("radiotap length", .wlanWithRadiotap, [0, 0, 7, 0]),
      ("PPI length", .perPacketInformation, [0, 0, 7, 0]),
      ("AVS length", .wlanWithAVS, [0x80, 0x21, 0x10, 1, 0x7f, 0xff, 0xff, 0xff]),
      ("packet tap length", .packetTap, [8, 0, 0, 0]),
      ("Juniper magic", .juniperEthernet, [1, 2, 3, 4]),
      ("Frame Relay address of one byte", .frameRelay, [0x19, 0x61]),
      ("Frame Relay address of five bytes", .frameRelay, [0x18, 0x60, 0x60, 0x60, 0x61]),
    ] as [(String, LinkType, [UInt8])])
  func refusesContradictoryLinkHeaders(name: String, type: LinkType, link: [UInt8]) {
    let frame = link + ipv4
    #expect(throws: SkipReason.badHeader) { try FrameDecoder(type).addresses(in: frame.span) }
  }

  @Test func framesOfPrivateLinkTypesAreNotGuessed() {
    let packet = ipv4
    #expect(throws: SkipReason.unsupportedLinkType) {
      try FrameDecoder(.user2).addresses(in: packet.span)
    }
  }
}
