import Records

private let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0]
private let snap6: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd]
private let macs3: [UInt8] = macs + [2, 0, 0, 0, 0, 3]
/// 802.11 data from a station to the distribution system, ending before its body.
private let wlan: [UInt8] = [0x08, 0x01, 0, 0] + macs3 + [0x10, 0]
private let wlanQoS: [UInt8] = [0x88, 0x02, 0, 0] + macs3 + [0x10, 0, 0, 0]

private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

/// A packet tap header of the smallest size around frames of `linkType`.
private func packetTap(_ linkType: UInt8) -> [UInt8] {
  [108, 0, 0, 0, 1, 0, 0, 0, linkType, 0, 0, 0] + zeros(96)
}

extension Link {
  static let wireless: [Link] = [
    Link(name: "802.11", type: .wlan, bytes: wlan + snap),
    Link(name: "802.11, QoS", type: .wlan, bytes: wlanQoS + snap6, carriesIPv6: true),
    Link(
      name: "802.11, QoS, HT control", type: .wlan,
      bytes: [0x88, 0x81, 0, 0] + macs3 + [0x10, 0, 0, 0, 0, 0, 0, 0] + snap),
    Link(
      name: "802.11, four addresses", type: .wlan,
      bytes: [0x08, 0x03, 0, 0] + macs3 + [0x10, 0] + [2, 0, 0, 0, 0, 4] + snap),
    Link(
      name: "802.11, mesh", type: .wlan,
      bytes: [0x88, 0x03, 0, 0] + macs3 + [0x10, 0] + [2, 0, 0, 0, 0, 4] + [0, 1]
        + [1, 31, 0, 0, 0, 7] + [2, 0, 0, 0, 0, 5] + snap),
    Link(
      name: "802.11, aggregate", type: .wlan,
      bytes: [0x88, 0x01, 0, 0] + macs3 + [0x10, 0, 0x80, 0] + macs + [0, 36] + snap),
    Link(
      name: "radiotap", type: .wlanWithRadiotap,
      bytes: [0, 0, 9, 0, 2, 0, 0, 0, 0x10] + wlan + snap),
    Link(
      name: "radiotap, padding behind a timestamp and two words", type: .wlanWithRadiotap,
      bytes: [0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0] + zeros(4) + zeros(8) + [0x20] + wlanQoS
        + [0, 0] + snap),
    Link(
      name: "Prism", type: .wlanWithPrism,
      bytes: [0x44, 0, 0, 0, 144, 0, 0, 0] + zeros(136) + wlan + snap),
    Link(
      name: "AVS under Prism's number", type: .wlanWithPrism,
      bytes: [0x80, 0x21, 0x10, 0x01, 0, 0, 0, 64] + zeros(56) + wlan + snap),
    Link(
      name: "AVS", type: .wlanWithAVS,
      bytes: [0x80, 0x21, 0x10, 0x02, 0, 0, 0, 64] + zeros(56) + wlan + snap),
    Link(
      name: "PPI, 802.11", type: .perPacketInformation,
      bytes: [0, 0, 12, 0, 105, 0, 0, 0, 9, 9, 0, 0] + wlan + snap),
    Link(
      name: "PPI, Ethernet", type: .perPacketInformation,
      bytes: [0, 0, 8, 0, 1, 0, 0, 0] + macs + [0x86, 0xdd], carriesIPv6: true),
  ]

  static let rare: [Link] = [
    Link(name: "Frame Relay, Cisco", type: .frameRelay, bytes: [0x18, 0x61, 8, 0]),
    Link(name: "Frame Relay, NLPID", type: .frameRelay, bytes: [0x18, 0x61, 3, 0xcc]),
    Link(
      name: "Frame Relay, NLPID, four bytes", type: .frameRelay,
      bytes: [0x18, 0x60, 0x02, 0x01, 3, 0x8e], carriesIPv6: true),
    Link(
      name: "Frame Relay, SNAP", type: .frameRelay,
      bytes: [0x18, 0x61, 3, 0, 0x80, 0, 0, 0, 8, 0]),
    Link(
      name: "Frame Relay, bridged", type: .frameRelay,
      bytes: [0x18, 0x61, 3, 0, 0x80, 0, 0x80, 0xc2, 0, 7] + macs + [8, 0]),
    Link(
      name: "Frame Relay, PPP", type: .frameRelay, bytes: [0x18, 0x61, 3, 0xcf, 0, 0x21]),
    Link(
      name: "multilink Frame Relay", type: .multilinkFrameRelay,
      bytes: [0xc0, 1, 0x18, 0x61, 3, 0xcc]),
    Link(name: "FDDI", type: .fddi, bytes: [0x50] + macs + snap),
    Link(name: "token ring", type: .tokenRing, bytes: [0x10, 0x40] + macs + snap),
    Link(
      name: "token ring, routed", type: .tokenRing,
      bytes: [0x10, 0x40, 2, 0, 0, 0, 0, 1, 0x82, 0, 0, 0, 0, 2] + [6, 0x30, 0, 0x11, 0, 0x20]
        + snap),
    Link(name: "ARCNET, RFC 1051", type: .arcnet, bytes: [1, 2, 240]),
    Link(name: "ARCNET, RFC 1201", type: .arcnet, bytes: [1, 2, 212, 0, 0, 9]),
    Link(
      name: "ARCNET, exception", type: .arcnet, bytes: [1, 2, 212, 0xff, 0xff, 0xff, 212, 0, 0, 9]),
    Link(name: "ARCNET, first fragment", type: .arcnet, bytes: [1, 2, 212, 1, 0, 9]),
    Link(name: "ARCNET, Linux, RFC 1051", type: .linuxARCNET, bytes: [1, 2, 0, 9, 240]),
    Link(
      name: "ARCNET, Linux, IPv6", type: .linuxARCNET, bytes: [1, 2, 0, 9, 196, 0, 0, 9],
      carriesIPv6: true),
    Link(name: "InfiniBand", type: .infiniBand, bytes: zeros(40) + [8, 0, 0, 0]),
    Link(name: "Fibre Channel", type: .fibreChannel, bytes: zeros(16) + snap),
    Link(name: "IEEE 1394", type: .fireWire, bytes: zeros(16) + [8, 0]),
    Link(name: "IPNET", type: .ipnet, bytes: [1, 2] + zeros(22)),
    Link(name: "IPNET, IPv6", type: .ipnet, bytes: [1, 26] + zeros(22), carriesIPv6: true),
    Link(name: "SLIP", type: .slip, bytes: [1] + zeros(15)),
    Link(
      name: "NFLOG, little-endian", type: .nflog,
      bytes: [2, 0, 0, 1] + [5, 0, 10, 0, 0x61, 0, 0, 0] + [32, 0, 9, 0]),
    Link(
      name: "NFLOG, big-endian", type: .nflog,
      bytes: [10, 0, 0, 1] + [0, 8, 0, 1, 8, 0, 1, 0] + [0, 44, 0, 9], carriesIPv6: true),
    Link(name: "packet tap", type: .packetTap, bytes: packetTap(1) + macs + [8, 0]),
    Link(name: "packet tap, raw", type: .packetTap, bytes: packetTap(12)),
    Link(
      name: "packet tap, private", type: .user2, bytes: packetTap(0) + [30, 0, 0, 0],
      carriesIPv6: true),
    Link(
      name: "Juniper, Ethernet", type: .juniperEthernet,
      bytes: [0x4d, 0x47, 0x43, 0x80, 0, 3, 1, 1, 6] + macs + [8, 0]),
    Link(
      name: "Juniper, no link header", type: .juniperEthernet,
      bytes: [0x4d, 0x47, 0x43, 0x02, 0, 0, 0, 2]),
    Link(
      name: "Juniper, PPP", type: .juniperPPP, bytes: [0x4d, 0x47, 0x43, 0x01, 0xff, 3, 0, 0x21]),
    Link(
      name: "Juniper, Frame Relay", type: .juniperFrameRelay,
      bytes: [0x4d, 0x47, 0x43, 0x01, 0x18, 0x61, 3, 0xcc]),
    Link(
      name: "Juniper, Cisco HDLC", type: .juniperCiscoHDLC,
      bytes: [0x4d, 0x47, 0x43, 0, 0x0f, 0, 8, 0]),
    Link(
      name: "Juniper, PPPoE over ATM", type: .juniperPPPoEOverATM,
      bytes: [0x4d, 0x47, 0x43, 0, 0x88, 0x64, 0x11, 0, 0, 1, 0, 30, 0, 0x21]),
    Link(
      name: "Juniper, services", type: .juniperServices, bytes: [0x4d, 0x47, 0x43, 0] + zeros(8)),
    Link(
      name: "Juniper, ATM", type: .juniperATM1, bytes: [0x4d, 0x47, 0x43, 0] + zeros(4) + snap),
    Link(name: "ATM, SNAP", type: .atm, bytes: snap),
    Link(name: "ATM, NLPID", type: .atm, bytes: [0xfe, 0xfe, 3, 0xcc]),
    Link(name: "ATM, NLPID of Cisco", type: .atmBSD, bytes: [3, 0xcc]),
    Link(
      name: "ATM, bridged", type: .atm,
      bytes: [0xaa, 0xaa, 3, 0, 0x80, 0xc2, 0, 7, 0, 0] + macs + [8, 0]),
    Link(name: "Classical IP over ATM", type: .classicalIPOverATM, bytes: snap),
    Link(name: "Classical IP over ATM, alone", type: .classicalIPOverATM, bytes: []),
    Link(name: "SunATM", type: .sunATM, bytes: [2, 0, 0, 33] + snap),
    Link(
      name: "SunATM, LAN emulation", type: .sunATM, bytes: [1, 0, 0, 33, 0, 1] + macs + [8, 0]),
    Link(name: "DOCSIS", type: .docsis, bytes: [0, 0, 0, 42, 9, 9] + macs + [8, 0]),
    Link(
      name: "DOCSIS, extended", type: .docsis,
      bytes: [1, 2, 0, 44] + [7, 7] + [9, 9] + macs + [8, 0]),
    Link(
      name: "mPacket", type: .mPacket,
      bytes: [UInt8](repeating: 0x55, count: 7) + [0xd5] + macs + [8, 0]),
    Link(
      name: "ERF", type: .extensibleRecord,
      bytes: zeros(8) + [2, 4, 0, 62, 0, 0, 0, 42] + [0, 0] + macs + [8, 0]),
    Link(
      name: "ERF, extended, HDLC", type: .extensibleRecord,
      bytes: zeros(8) + [0x81, 4, 0, 62, 0, 0, 0, 42] + [0x83] + zeros(7) + [3] + zeros(7)
        + [0x0f, 0, 8, 0]),
    Link(name: "enc", type: .openBSDEncapsulation, bytes: [2, 0, 0, 0] + zeros(8)),
    Link(name: "pflog", type: .packetFilterLog, bytes: [61, 2] + zeros(62)),
    Link(name: "pppd", type: .pppOfPPPD, bytes: [1, 3, 0, 0x21]),
    Link(name: "analyzer", type: .networkAnalyzer, bytes: zeros(4) + macs + [8, 0]),
    Link(
      name: "analyzer, transparent", type: .transparentNetworkAnalyzer,
      bytes: zeros(4) + [UInt8](repeating: 0x55, count: 7) + [0xd5] + macs + [8, 0]),
    Link(name: "switch tag", type: .distributedSwitchTag, bytes: macs + [0x40, 8, 0, 0, 8, 0]),
    Link(
      name: "switch tag with type", type: .distributedSwitchTagWithType,
      bytes: macs + [0xda, 0xda, 0, 0, 0x40, 8, 0, 0, 8, 0]),
    Link(name: "Broadcom tag", type: .broadcomTag, bytes: macs + [0x20, 0, 0, 8, 8, 0]),
    Link(
      name: "Broadcom tag in front", type: .prependedBroadcomTag,
      bytes: [0x20, 0, 0, 8] + macs + [8, 0]),
    Link(
      name: "provider backbone", type: .ethernet,
      bytes: macs + [0x88, 0xe7, 0, 0, 0, 7] + macs + [8, 0]),
    Link(
      name: "TRILL with an option", type: .ethernet,
      bytes: macs + [0x22, 0xf3, 0x00, 0x7f, 0, 1, 0, 2] + zeros(4) + macs + [8, 0]),
    Link(
      name: "NSH", type: .ethernet,
      bytes: macs + [0x89, 0x4f, 0x0f, 0xc6, 1, 1] + zeros(20)),
    Link(name: "HSR", type: .ethernet, bytes: macs + [0x89, 0x2f, 0, 42, 0, 1, 8, 0]),
    Link(name: "R-TAG", type: .ethernet, bytes: macs + [0xf1, 0xc1, 0, 0, 0, 1, 8, 0]),
    Link(name: "VNTag", type: .ethernet, bytes: macs + [0x89, 0x26, 0, 0, 0, 1, 8, 0]),
    Link(name: "E-TAG", type: .ethernet, bytes: macs + [0x89, 0x3f, 0, 0, 0, 1, 0, 0, 8, 0]),
    Link(
      name: "Cisco MetaData", type: .ethernet, bytes: macs + [0x89, 9, 1, 1, 0, 1, 0, 9, 8, 0]),
    Link(name: "PPP by EtherType", type: .ethernet, bytes: macs + [0x88, 0x0b, 0, 0x21]),
    Link(
      name: "bridged by EtherType", type: .ethernet, bytes: macs + [0x65, 0x58] + macs + [8, 0]),
  ]
}
