import Records
import Testing

private let inner: [UInt8] = ipv4Packet(17, udpDatagram(from: 1, to: 2, []), host: 7)
private let inner6: [UInt8] = ipv6Packet(59, [], host: 7)

private func udp(_ port: Int, _ payload: [UInt8]) -> [UInt8] {
  ipv4Packet(17, udpDatagram(from: 40_000, to: port, payload))
}

struct TunnelSample: Sendable, CustomTestStringConvertible {
  let name: String
  let packet: [UInt8]
  var source = "10.0.0.7"

  var testDescription: String { name }

  static let all: [TunnelSample] = [
    TunnelSample(name: "IPv4 in IPv4", packet: ipv4Packet(4, inner)),
    TunnelSample(name: "IPv6 in IPv4", packet: ipv4Packet(41, inner6), source: "fd00::7"),
    TunnelSample(name: "IPv4 in IPv6", packet: ipv6Packet(4, inner)),
    TunnelSample(
      name: "IPv6 in IPv6 behind options",
      packet: ipv6Packet(60, [41, 0, 0, 0, 0, 0, 0, 0] + inner6), source: "fd00::7"),
    TunnelSample(name: "GRE", packet: ipv4Packet(47, [0, 0, 8, 0] + inner)),
    TunnelSample(
      name: "GRE, all fields",
      packet: ipv4Packet(47, [0xb0, 0, 0x86, 0xdd] + [UInt8](repeating: 0, count: 12) + inner6),
      source: "fd00::7"),
    TunnelSample(
      name: "PPTP",
      packet: ipv4Packet(
        47,
        [0x30, 0x81, 0x88, 0x0b] + [UInt8](repeating: 0, count: 12) + [0xff, 3, 0, 0x21] + inner)),
    TunnelSample(
      name: "Ethernet in GRE", packet: ipv4Packet(47, [0, 0, 0x65, 0x58] + ethernetIPv4 + inner)),
    TunnelSample(
      name: "ERSPAN I", packet: ipv4Packet(47, [0, 0, 0x88, 0xbe] + ethernetIPv4 + inner)),
    TunnelSample(
      name: "ERSPAN II",
      packet: ipv4Packet(
        47, [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1] + [0x10, 1, 0, 1, 0, 0, 0, 0] + ethernetIPv4 + inner)),
    TunnelSample(
      name: "ERSPAN III",
      packet: ipv4Packet(
        47,
        [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1] + [0x20, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
          + [UInt8](repeating: 0, count: 8) + ethernetIPv4 + inner)),
    TunnelSample(
      name: "802.11 in GRE, Aruba",
      packet: ipv4Packet(
        47,
        [0, 0, 0x82, 0x10] + [0x08, 0x01, 0, 0] + macs + [2, 0, 0, 0, 0, 3, 0, 0]
          + [0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + inner)),
    TunnelSample(name: "EtherIP", packet: ipv4Packet(97, [0x30, 0] + ethernetIPv4 + inner)),
    TunnelSample(name: "MPLS in IP", packet: ipv4Packet(137, [0, 2, 0x01, 64] + inner)),
    TunnelSample(name: "GRE in UDP", packet: udp(4754, [0, 0, 8, 0] + inner)),
    TunnelSample(name: "MPLS in UDP", packet: udp(6635, [0, 2, 0x01, 64] + inner)),
    TunnelSample(
      name: "VXLAN", packet: udp(4789, [8, 0, 0, 0, 0, 0, 9, 0] + ethernetIPv4 + inner)),
    TunnelSample(
      name: "VXLAN of Linux", packet: udp(8472, [8, 0, 0, 0, 0, 0, 9, 0] + ethernetIPv6 + inner6),
      source: "fd00::7"),
    TunnelSample(
      name: "NSH in VXLAN",
      packet: udp(4790, [0x0c, 0, 0, 4, 0, 0, 9, 0] + [0, 2, 2, 1, 0, 0, 0, 0] + inner)),
    TunnelSample(
      name: "IPv6 in VXLAN", packet: udp(4790, [0x0c, 0, 0, 2, 0, 0, 9, 0] + inner6),
      source: "fd00::7"),
    TunnelSample(
      name: "Geneve with an option",
      packet: udp(
        6081, [2, 0, 0x65, 0x58, 0, 0, 9, 0] + [1, 2, 0, 1, 0, 0, 0, 0] + ethernetIPv4 + inner)),
    TunnelSample(
      name: "GTP", packet: udp(2152, [0x30, 255] + big(inner.count) + [0, 0, 0, 1] + inner)),
    TunnelSample(
      name: "GTP with an extension header",
      packet: udp(
        2152,
        [0x36, 255, 0, 0, 0, 0, 0, 1] + [0, 1, 0, 0x85] + [1, 0, 9, 0xc0] + [1, 0, 0, 0]
          + inner6), source: "fd00::7"),
    TunnelSample(
      name: "GTP version 0",
      packet: udp(3386, [0x1e, 255] + [UInt8](repeating: 0, count: 18) + inner)),
    TunnelSample(name: "Teredo", packet: udp(3544, inner6), source: "fd00::7"),
    TunnelSample(
      name: "Teredo with authentication and origin",
      packet: udp(
        3544,
        [0, 1, 1, 2] + [UInt8](repeating: 9, count: 3 + 9) + [0, 0, 1, 2, 3, 4, 5, 6] + inner6),
      source: "fd00::7"),
    TunnelSample(
      name: "L2TP", packet: udp(1701, [0, 2, 0, 1, 0, 1, 0xff, 3, 0, 0x21] + inner)),
    TunnelSample(
      name: "L2TP, all fields",
      packet: udp(
        1701, [0x4a, 2, 0, 60, 0, 1, 0, 1, 0, 0, 0, 0, 0, 2, 9, 9] + [0, 0x57] + inner6),
      source: "fd00::7"),
    TunnelSample(
      name: "three of them",
      packet: ipv4Packet(
        4, udp(4789, [8, 0, 0, 0, 0, 0, 9, 0] + ethernetIPv6 + ipv6Packet(4, inner)))),
  ]
}

@Suite struct TunnelTests {
  private let innermost = FrameDecoder(.raw, depth: .innermost)
  private let outermost = FrameDecoder(.raw)

  @Test(arguments: TunnelSample.all)
  func findsTheInnermostAddresses(sample: TunnelSample) throws {
    let found = try innermost.addresses(in: sample.packet.span)
    #expect(found.source.description == sample.source)
    #expect(found.headerOffset > 0)
    let fields = outermost.fields(of: sample.packet.span)
    #expect(fields.innerSource == found.source)
    #expect(fields.innerDestination == found.destination)
    let outer = try outermost.addresses(in: sample.packet.span)
    #expect(outer.source == fields.source)
    #expect(outer.headerOffset == 0)
  }

  @Test(arguments: TunnelSample.all)
  func neverLosesAFrame(sample: TunnelSample) {
    for byteCount in 0...sample.packet.count {
      expectAgreement(Array(sample.packet.prefix(byteCount)), .raw)
    }
    for index in sample.packet.indices {
      for byte in UInt8.min...UInt8.max {
        var packet = sample.packet
        packet[index] = byte
        let outer = try? outermost.addresses(in: packet.span)
        let inner = try? innermost.addresses(in: packet.span)
        #expect((outer == nil) == (inner == nil))
      }
    }
  }

  @Test(
    arguments: [
      ("later fragment", ipv4Packet(4, inner, fragmentOffset: 8)),
      ("GRE keepalive", ipv4Packet(47, [0, 0, 0, 0])),
      ("GRE of RFC 1701", ipv4Packet(47, [0x40, 0, 8, 0, 0, 0, 0, 0] + inner)),
      ("GRE of another version", ipv4Packet(47, [0, 2, 8, 0] + inner)),
      ("VXLAN without its flag", udp(4789, [0, 0, 0, 0, 0, 0, 9, 0] + ethernetIPv4 + inner)),
      ("GTP echo", udp(2152, [0x30, 1, 0, 0, 0, 0, 0, 1] + inner)),
      ("L2TP control", udp(1701, [0xc8, 2, 0, 60, 0, 1, 0, 1, 0, 0, 0, 0] + inner)),
      ("behind the packet's end", ipv4Packet(4, []) + inner),
      ("ICMP error", ipv4Packet(1, [3, 3, 0, 0, 0, 0, 0, 0] + inner)),
    ] as [(String, [UInt8])])
  func leavesTheOuterAddresses(name: String, packet: [UInt8]) throws {
    let found = try innermost.addresses(in: packet.span)
    #expect(found.source.description == "10.0.0.1")
    #expect(outermost.fields(of: packet.span).innerSource == nil)
  }

  @Test func followsAThousandTunnelsToTheLastWithinTheLimit() throws {
    var packet = inner
    for layer in 0..<1000 { packet = ipv4Packet(4, packet, host: UInt8(layer % 200)) }
    let found = try innermost.addresses(in: packet.span)
    #expect(found.headerOffset == (FrameDecoder.maximumHeaderCount - 1) * 20)
    expectAgreement(packet, .raw)
  }

  @Test func aTunnelOfTagsWithoutEndLeavesTheOuterAddresses() throws {
    let tags = (0..<1000).flatMap { _ in [0x81, 0, 0, 1] as [UInt8] }
    let packet = ipv4Packet(47, [0, 0, 0x65, 0x58] + macs + tags + [8, 0] + inner)
    #expect(try innermost.addresses(in: packet.span).headerOffset == 0)
  }
}
