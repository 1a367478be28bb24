/// How the bytes at an offset are to be read.
enum Layer: Sendable, Equatable {
  // Link layers and what stands between them and IP.
  case ethernet
  case vlan
  case llc
  case mpls
  case belowMPLS
  case pseudowire
  case pppOverEthernet
  case ppp
  case pppWithDirection
  case pppOfPPPD
  case ciscoHDLC
  case linuxCooked
  case linuxCooked2
  case null
  case openBSDEncapsulation
  case packetFilterLog
  case frameRelay
  case multilinkFrameRelay
  case networkLayerProtocol
  case fddi
  case tokenRing
  case arcnet
  case linuxARCNET
  case infiniBand
  case fibreChannel
  case fireWire
  case ipnet
  case slip
  case atm
  case classicalIPOverATM
  case sunATM
  case docsis
  case mPacket
  case nflog
  case packetTap
  case probablyPacketTap
  case perPacketInformation
  case extensibleRecord
  case juniper(JuniperEncapsulation)
  case networkAnalyzer
  case transparentNetworkAnalyzer

  // 802.11 and what capturing programs put before it.
  case wlan
  case wlanPadded
  case aggregatedWLAN
  case radiotap
  case prism
  case avs

  // Tags and encapsulations that EtherTypes name.
  case etherTypeTag(byteCount: UInt8)
  case switchTag(byteCount: UInt8)
  case prependedSwitchTag
  case serviceInstanceTag
  case trill
  case networkServiceHeader

  // Tunnels: only ever below an IP header.
  case gre
  case encapsulatedRemoteSPAN2
  case encapsulatedRemoteSPAN3
  case vxlan
  case genericVXLAN
  case geneve
  case gtp
  case teredo
  case l2tp
  case etherIP

  /// An IP packet of either version.
  case ip
  case ipv4
  case ipv6
  /// ARP and RARP, whose fields are told though they carry no IP packet.
  case arp
  /// Something of a link type that carries no IP.
  case nothing
}

extension Layer {
  /// IPv4 or IPv6 by the version in the first half byte.
  init(ipVersionIn frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let byte = frame.uint8(at: offset) else { throw .truncatedHeader }
    switch byte >> 4 {
    case 4: self = .ipv4
    case 6: self = .ipv6
    default: throw .badHeader
    }
  }
}

/// A header before IP: decoded once, it knows its own length and what comes after it.
protocol EnclosingHeader {
  /// Bytes from the first of this header to the first of the next.
  var byteCount: Int { get }

  /// What comes after this header; throws `noIP` where that cannot lead to IP.
  var next: Layer { get throws(SkipReason) }
}
