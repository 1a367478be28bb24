/// Where an IP packet carries other packets: what its payload begins with, and where.
struct Tunnel {
  let layer: Layer
  let offset: Int

  /// Nil for a payload that is no tunnel which we follow.
  init?(_ payload: IPPayload, in frame: Span<UInt8>) {
    let layer: Layer
    switch payload.number {
    case IPProtocol.ipv4: layer = .ipv4
    case IPProtocol.ipv6: layer = .ipv6
    case IPProtocol.gre: layer = .gre
    case IPProtocol.etherIP: layer = .etherIP
    case IPProtocol.mpls: layer = .mpls
    case IPProtocol.udp:
      guard let layer = Self.layer(UDPHeader(frame, at: payload.offset)) else { return nil }
      (self.layer, offset) = (layer, payload.offset + UDPHeader.byteCount)
      return
    default: return nil
    }
    (self.layer, offset) = (layer, payload.offset)
  }

  /// The tunnel that the ports of a datagram stand for.
  private static func layer(_ datagram: UDPHeader) -> Layer? {
    guard let source = datagram.sourcePort, let destination = datagram.destinationPort else {
      return nil
    }
    // Senders choose the source port of these freely, to spread flows.
    switch destination {
    case 4789, 8472: return .vxlan  // RFC 7348; Linux before it
    case 4790: return .genericVXLAN  // draft-ietf-nvo3-vxlan-gpe
    case 6081: return .geneve  // RFC 8926
    case 4754: return .gre  // RFC 8086
    case 6635: return .mpls  // RFC 7510
    default: break
    }
    return layer(eitherPort: destination) ?? layer(eitherPort: source)
  }

  private static func layer(eitherPort port: UInt16) -> Layer? {
    switch port {
    case 2152, 3386: .gtp  // 3GPP TS 29.281, 3GPP TS 09.60
    case 3544: .teredo  // RFC 4380
    case 1701: .l2tp  // RFC 2661
    default: nil
    }
  }
}
