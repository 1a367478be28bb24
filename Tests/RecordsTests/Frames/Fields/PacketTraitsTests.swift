import Testing

@testable import Records

/// Traits are those of a frame's fields, without decoding what they do not need.
func expectAgreementOfTraits(
  _ frame: [UInt8], _ type: LinkType, sourceLocation: SourceLocation = #_sourceLocation
) {
  let fields = FrameDecoder(type).fields(of: frame.span)
  guard let addresses = try? FrameDecoder(type).addresses(in: frame.span) else { return }
  #expect(
    addresses.traits(in: frame.span) == PacketTraits(fields), sourceLocation: sourceLocation)
}

@Suite struct PacketTraitsTests {
  private func traits(_ frame: [UInt8]) throws -> PacketTraits {
    try FrameDecoder(.ethernet).addresses(in: frame.span).traits(in: frame.span)
  }

  @Test func aSegmentTellsPortsFlagsAndTimeToLive() throws {
    let traits = try traits(ethernetIPv4 + ipv4Packet(6, tcpSegment(from: 4000, to: 443, [])))
    #expect(traits.transport == .tcp)
    #expect(traits.ports == .init(source: 4000, destination: 443))
    #expect(traits.tcpFlags == 0x118)
    #expect(traits.timeToLive == 61)
    #expect(traits.isOfOnePacket && !traits.isConnectionRequest && !traits.isReset)
  }

  @Test func aDatagramTellsPortsAndHopLimit() throws {
    let traits = try traits(ethernetIPv6 + ipv6Packet(17, udpDatagram(from: 5353, to: 53, [])))
    #expect(traits.transport == .udp)
    #expect(traits.ports == .init(source: 5353, destination: 53))
    #expect(traits.timeToLive == 62)
    #expect(traits.knowsPorts && traits.knowsFlags)
  }

  @Test(arguments: [(UInt8(1), PacketTraits.Transport.icmp), (58, .icmp), (50, .other)])
  func packetsWithoutPortsAreKnownToHaveNone(number: UInt8, transport: PacketTraits.Transport)
    throws
  {
    let traits = try traits(ethernetIPv4 + ipv4Packet(number, [8, 0, 0, 0]))
    #expect(traits.transport == transport)
    #expect(traits.ports == nil && traits.knowsPorts && traits.knowsFlags)
  }

  @Test func aLaterFragmentHidesItsPorts() throws {
    let traits = try traits(
      ethernetIPv4 + ipv4Packet(6, tcpSegment(from: 1, to: 2, []), fragmentOffset: 64))
    #expect(traits.transport == .tcp)
    #expect(traits.ports == nil && !traits.knowsPorts && !traits.knowsFlags)
  }

  @Test(arguments: [
    (UInt16(0x02), true, false), (0xc2, true, false), (0x12, false, false), (0x06, false, true),
    (0x14, false, true), (0x03, false, false), (0x10, false, false),
  ])
  func synAloneAsksForAConnection(flags: UInt16, isRequest: Bool, isReset: Bool) {
    let traits = PacketTraits(
      ipProtocol: 6, timeToLive: nil, tcpPorts: (1, 2), udpPorts: (nil, nil), tcpFlags: flags)
    #expect(traits.isConnectionRequest == isRequest)
    #expect(traits.isReset == isReset)
  }

  /// Every frame of the samples, cut anywhere, and with any byte changed.
  @Test(arguments: Link.all.indices)
  func traitsAreThoseOfTheFields(index: Int) {
    let (type, frame) = (Link.all[index].type, Link.all[index].frame)
    for byteCount in 0...frame.count {
      expectAgreementOfTraits(Array(frame.prefix(byteCount)), type)
    }
  }

  @Test(arguments: [
    ipv4Packet(6, tcpSegment(from: 4000, to: 443, [1, 2, 3])),
    ipv4Packet(17, udpDatagram(from: 68, to: 67, [0]), options: [1, 1, 1, 0]),
    ipv4Packet(51, [6, 4] + [UInt8](repeating: 0, count: 22) + tcpSegment(from: 7, to: 8, [])),
  ])
  func traitsOfDamagedFramesAreThoseOfTheFields(packet: [UInt8]) {
    let frame = ethernetIPv4 + packet
    for byteCount in 0...frame.count {
      expectAgreementOfTraits(Array(frame.prefix(byteCount)), .ethernet)
    }
    for position in frame.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = frame
        changed[position] = byte
        expectAgreementOfTraits(changed, .ethernet)
      }
    }
  }
}

@Suite struct TraitColumnsTests {
  private func traits(_ header: String, _ row: String) throws -> PacketTraits {
    var splitter = CSVRowSplitter(maximumFieldByteCount: 1000, maximumRowByteCount: 1000)
    var rows: [TableRow] = []
    splitter.consume(Array("\(header)\n\(row)\n".utf8).span) { rows.append($0) }
    return try PacketTable(header: rows[0], withTraits: true).record(rows[1], number: 1).traits
  }

  @Test func columnsAreReadByName() throws {
    let traits = try traits(
      "tcpflags,isrc,idst,iproto,ipttl,tsport,tdport,utsport,utdport",
      "18,1.2.3.4,1.2.3.5,6,64.0,443,4000,,")
    #expect(
      traits
        == PacketTraits(
          ipProtocol: 6, timeToLive: 64, tcpPorts: (443, 4000), udpPorts: (nil, nil), tcpFlags: 18))
  }

  @Test func portsTellTheTransportWhereTheProtocolIsMissing() throws {
    #expect(try traits("isrc,idst,utsport,utdport", "::1,::2,1,2").transport == .udp)
    #expect(try traits("isrc,idst", "::1,::2").transport == nil)
    #expect(try traits("isrc,idst", "::1,::2").isOfOnePacket)
  }

  @Test(arguments: ["256,1,1,1", "6,256,1,1", "6,1,65536,1", "6,1,1,x", "6,1,-1,1"])
  func valuesThatFitNoFieldAreFaults(row: String) {
    #expect(throws: SkipReason.badValue) {
      try traits("isrc,idst,iproto,ipttl,tsport,tdport", "::1,::2," + row)
    }
  }

  @Test func columnsAreLookedAtOnlyWhereTraitsAreWanted() throws {
    let header = TableRow(names: ["isrc", "idst", "iproto", "iproto"])
    #expect(throws: InputFailure.self) { try PacketTable(header: header, withTraits: true) }
    _ = try PacketTable(header: header)
  }
}

@Suite struct ZeekTraitsTests {
  @Test func connectionsTellPortsAndTransport() throws {
    let line =
      #"{"ts":1.5,"id.orig_h":"::1","id.orig_p":4000,"id.resp_h":"::2","id.resp_p":53,"#
      + #""proto":"udp","orig_pkts":2}"#
    let expected = PacketTraits(
      connectionOver: .udp, ports: .init(source: 4000, destination: 53))
    #expect(try ZeekJSONLine.record(Array(line.utf8).span, number: 1).traits == expected)
    let row = "1.5\tC1\t::1\t4000\t::2\t53\tudp\t-\t-\t-\t-\t-\t-\t-\t-\t2\t60\t2\t60\t-"
    let record = try ZeekTable().record(Array(row.utf8).span, number: 1)
    #expect(record.traits == expected)
    #expect(record.observation.packetCount == 2 && !record.traits.isOfOnePacket)
  }

  /// Zeek writes ICMP's type and code where ports stand.
  @Test func typeAndCodeOfICMPAreNoPorts() throws {
    let row = "1.5\tC1\t::1\t8\t::2\t0\ticmp\t-\t-\t-\t-\t-\t-\t-\t-\t2\t60\t2\t60\t-"
    let traits = try ZeekTable().record(Array(row.utf8).span, number: 1).traits
    #expect(traits.transport == .icmp && traits.ports == nil && traits.knowsPorts)
  }

  @Test func aPortOfAnotherTypeIsUnknownInJSON() throws {
    let line = #"{"id.orig_h":"::1","id.orig_p":"x","id.resp_h":"::2","id.resp_p":53,"proto":6}"#
    let record = try ZeekJSONLine.record(Array(line.utf8).span, number: 1)
    #expect(record.traits == PacketTraits(connectionOver: nil, ports: nil))
  }
}
