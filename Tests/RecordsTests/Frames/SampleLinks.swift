import Records
import Testing

/// UDP without payload from 192.0.2.1 to 198.51.100.2, and the same of IPv6 from 2001:db8::1 to ::2.
let ipv4: [UInt8] =
  [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0] + [192, 0, 2, 1] + [198, 51, 100, 2]
  + [0, 53, 0, 54, 0, 8, 0, 0]
let ipv6: [UInt8] =
  [0x60, 0, 0, 0, 0, 0, 59, 64] + [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
  + [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [2]
let macs: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]

/// A literal frame: `bytes` are what stands before its IP header.
struct Link: Sendable, CustomTestStringConvertible {
  let name: String
  let type: LinkType
  let bytes: [UInt8]
  var carriesIPv6 = false

  var testDescription: String { name }
  var frame: [UInt8] { bytes + (carriesIPv6 ? ipv6 : ipv4) }
  var headerByteCount: Int { bytes.count + (carriesIPv6 ? 40 : 20) }

  static let all = common + wireless + rare

  static let common: [Link] = [
    Link(name: "Ethernet", type: .ethernet, bytes: macs + [8, 0]),
    Link(name: "Ethernet, IPv6", type: .ethernet, bytes: macs + [0x86, 0xdd], carriesIPv6: true),
    Link(name: "VLAN", type: .ethernet, bytes: macs + [0x81, 0, 0, 5, 8, 0]),
    Link(name: "QinQ", type: .ethernet, bytes: macs + [0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 8, 0]),
    Link(
      name: "old QinQ", type: .ethernet,
      bytes: macs + [0x91, 0, 0, 1, 0x92, 0, 0, 2, 0x93, 0, 0, 3, 8, 0]),
    Link(
      name: "VLAN, LLC, SNAP", type: .ethernet,
      bytes: macs + [0x81, 0, 0, 5, 0, 36, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]),
    Link(
      name: "LLC, SNAP", type: .ethernet, bytes: macs + [0, 36, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]),
    Link(name: "LLC with IP", type: .ethernet, bytes: macs + [0, 31, 6, 6, 3]),
    Link(
      name: "MPLS", type: .ethernet, bytes: macs + [0x88, 0x47, 0, 1, 0, 64, 0, 2, 0x01, 64]),
    Link(
      name: "MPLS, IPv6", type: .ethernet, bytes: macs + [0x88, 0x47, 0, 2, 0x01, 64],
      carriesIPv6: true),
    Link(
      name: "pseudowire", type: .ethernet,
      bytes: macs + [0x88, 0x47, 0, 2, 0x01, 64, 0, 0, 0, 0] + macs + [8, 0]),
    Link(
      name: "PPPoE", type: .ethernet, bytes: macs + [0x88, 0x64, 0x11, 0, 0, 1, 0, 30, 0, 0x21]),
    Link(
      name: "PPPoE, IPv6", type: .ethernet,
      bytes: macs + [0x88, 0x64, 0x11, 0, 0, 1, 0, 42, 0, 0x57], carriesIPv6: true),
    Link(name: "PPPoE alone", type: .pppOverEthernet, bytes: [0x11, 0, 0, 1, 0, 30, 0, 0x21]),
    Link(name: "raw 101", type: .raw, bytes: []),
    Link(name: "raw 12, IPv6", type: .rawBSD, bytes: [], carriesIPv6: true),
    Link(name: "raw 14", type: .rawOpenBSD, bytes: []),
    Link(name: "raw IPv4", type: .ipv4, bytes: []),
    Link(name: "raw IPv6", type: .ipv6, bytes: [], carriesIPv6: true),
    Link(
      name: "cooked v1", type: .linuxCooked,
      bytes: [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]),
    Link(
      name: "cooked v1, VLAN", type: .linuxCooked,
      bytes: [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x81, 0, 0, 5, 8, 0]),
    Link(
      name: "cooked v1, LLC", type: .linuxCooked,
      bytes: [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0, 4, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]),
    Link(
      name: "cooked v2", type: .linuxCooked2,
      bytes: [0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], carriesIPv6: true),
    Link(name: "null, little-endian", type: .null, bytes: [2, 0, 0, 0]),
    Link(name: "null, big-endian", type: .null, bytes: [0, 0, 0, 2]),
    Link(name: "null, Darwin IPv6", type: .null, bytes: [30, 0, 0, 0], carriesIPv6: true),
    Link(name: "null, FreeBSD IPv6", type: .null, bytes: [28, 0, 0, 0], carriesIPv6: true),
    Link(name: "null, Linux IPv6", type: .null, bytes: [10, 0, 0, 0], carriesIPv6: true),
    Link(name: "loop, IPv6", type: .loop, bytes: [0, 0, 0, 24], carriesIPv6: true),
    Link(name: "PPP", type: .ppp, bytes: [0, 0x21]),
    Link(name: "PPP, compressed protocol", type: .ppp, bytes: [0x21]),
    Link(name: "PPP, framed", type: .pppInHDLC, bytes: [0xff, 3, 0, 0x57], carriesIPv6: true),
    Link(name: "PPP, framed and compressed", type: .pppInHDLC, bytes: [0xff, 3, 0x21]),
    Link(name: "PPP, Cisco", type: .pppInHDLC, bytes: [0x0f, 0, 8, 0]),
    Link(name: "PPP, MPLS", type: .ppp, bytes: [0xff, 3, 2, 0x81, 0, 2, 0x01, 64]),
    Link(name: "PPP, direction", type: .pppWithDirection, bytes: [1, 0xff, 3, 0, 0x21]),
    Link(name: "Cisco HDLC", type: .ciscoHDLC, bytes: [0x0f, 0, 8, 0]),
    Link(
      name: "Cisco HDLC, IPv6", type: .ciscoHDLC, bytes: [0x8f, 0, 0x86, 0xdd], carriesIPv6: true),
  ]
}
