extension FrameDecoder.Addresses {
  /// The traits of the packet that this header begins, as far as they were captured.
  ///
  /// The same as of the frame's `PacketFields`, without decoding what traits do not need.
  package func traits(in frame: Span<UInt8>) -> PacketTraits {
    let isIPv4 = source.family == .ipv4
    let payload = IPPayload(isIPv4 ? .ipv4 : .ipv6, frame, at: headerOffset)
    let hopsOffset = isIPv4 ? IPv4Header.timeToLiveOffset : IPv6Header.hopLimitOffset
    var tcpPorts: (source: UInt16?, destination: UInt16?) = (nil, nil)
    var udpPorts: (source: UInt16?, destination: UInt16?) = (nil, nil)
    var flags: UInt16?
    if let payload, !payload.isLaterFragment {
      let packet = frame.extracting(0..<payload.endOffset)
      switch payload.number {
      case IPProtocol.tcp:
        let header = TCPHeader(packet, at: payload.offset)
        tcpPorts = (header.sourcePort, header.destinationPort)
        flags = header.flags
      case IPProtocol.udp:
        let header = UDPHeader(packet, at: payload.offset)
        udpPorts = (header.sourcePort, header.destinationPort)
      default: break
      }
    }
    return PacketTraits(
      ipProtocol: isIPv4
        ? frame.uint8(at: headerOffset + IPv4Header.protocolOffset) : payload?.number,
      timeToLive: frame.uint8(at: headerOffset + hopsOffset), tcpPorts: tcpPorts,
      udpPorts: udpPorts, tcpFlags: flags)
  }
}

extension PacketTraits {
  /// The traits that header fields tell.
  package init(_ fields: PacketFields) {
    self.init(
      ipProtocol: fields.ipProtocol, timeToLive: fields.timeToLive,
      tcpPorts: (fields.tcpSourcePort, fields.tcpDestinationPort),
      udpPorts: (fields.udpSourcePort, fields.udpDestinationPort), tcpFlags: fields.tcpFlags)
  }
}
