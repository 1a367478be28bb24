extension PacketFields {
  /// Takes the fields of an IP header that was accepted.
  @inline(__always)
  mutating func takeInternet(
    _ addresses: FrameDecoder.Addresses, _ payload: IPPayload?, in frame: Span<UInt8>
  ) {
    let offset = addresses.headerOffset
    source = addresses.source
    destination = addresses.destination
    if addresses.source.family == .ipv4 {
      ipVersion = 4
      ipTotalLength = frame.uint16(at: offset + IPv4Header.totalLengthOffset).map(UInt32.init)
      timeToLive = frame.uint8(at: offset + IPv4Header.timeToLiveOffset)
      ipProtocol = frame.uint8(at: offset + IPv4Header.protocolOffset)
    } else {
      ipVersion = 6
      ipTotalLength = frame.uint16(at: offset + IPv6Header.payloadLengthOffset).map {
        UInt32($0) + UInt32(IPv6Header.byteCount)
      }
      timeToLive = frame.uint8(at: offset + IPv6Header.hopLimitOffset)
      ipProtocol = payload?.number
    }
  }

  /// Takes the fields of what an IP packet carries.
  ///
  /// - Parameter packet: the frame up to the end of the packet.
  @inline(__always)
  mutating func takeTransport(_ payload: IPPayload, in packet: Span<UInt8>) {
    switch payload.number {
    case IPProtocol.tcp: takeTCP(TCPHeader(packet, at: payload.offset), in: packet)
    case IPProtocol.udp: takeUDP(in: packet, at: payload.offset)
    case IPProtocol.icmp: takeICMP(in: packet, at: payload.offset, isIPv6: false)
    case IPProtocol.icmpv6: takeICMP(in: packet, at: payload.offset, isIPv6: true)
    default: break
    }
  }

  @inline(__always)
  private mutating func takeTCP(_ header: TCPHeader, in packet: Span<UInt8>) {
    tcpSourcePort = header.sourcePort
    tcpDestinationPort = header.destinationPort
    tcpWindow = header.window
    tcpFlags = header.flags
    if header.sourcePort == DNSHeader.port || header.destinationPort == DNSHeader.port,
      let offset = header.payloadOffset
    {
      dnsOpcode = DNSHeader(inTCP: packet, at: offset)?.opcode
    }
  }

  private mutating func takeUDP(in packet: Span<UInt8>, at offset: Int) {
    let header = UDPHeader(packet, at: offset)
    udpSourcePort = header.sourcePort
    udpDestinationPort = header.destinationPort
    udpLength = header.length
    // A length of 0 is that of a jumbogram (RFC 2675); others below the header's mean nothing.
    let length = header.length.map(Int.init) ?? 0
    let end = length < UDPHeader.byteCount ? packet.count : min(packet.count, offset + length)
    takeDatagram(header, in: packet.extracting(0..<end), at: offset + UDPHeader.byteCount)
  }

  private mutating func takeDatagram(
    _ header: UDPHeader, in datagram: Span<UInt8>, at offset: Int
  ) {
    if header.uses(DNSHeader.port) || header.uses(DNSHeader.multicastPort) {
      dnsOpcode = DNSHeader(datagram, at: offset)?.opcode
    } else if header.uses(NTPHeader.port) {
      ntpMode = NTPHeader(datagram, at: offset)?.mode
    } else if header.uses(BOOTPMessage.serverPort) || header.uses(BOOTPMessage.clientPort) {
      takeBOOTP(BOOTPMessage(datagram, at: offset))
    }
  }

  private mutating func takeBOOTP(_ message: BOOTPMessage) {
    bootpOperation = message.operation
    bootpClientHardware = message.clientHardware
    bootpClientAddress = message.clientAddress
    bootpYourAddress = message.yourAddress
    bootpServerAddress = message.serverAddress
    bootpGatewayAddress = message.gatewayAddress
    dhcpOptions = message.options
  }

  private mutating func takeICMP(in packet: Span<UInt8>, at offset: Int, isIPv6: Bool) {
    let message = ICMPMessage(packet, at: offset, isIPv6: isIPv6)
    icmpType = message.type
    icmpCode = message.code
    guard let quotation = message.quotationOffset else { return }
    takeQuotation(isIPv6 ? .ipv6 : .ipv4, in: packet, at: quotation)
  }

  /// Takes the headers of the packet that an ICMP error quotes.
  private mutating func takeQuotation(_ layer: Layer, in packet: Span<UInt8>, at offset: Int) {
    guard let addresses = try? Self.addresses(layer, in: packet, at: offset) else { return }
    errorSource = addresses.source
    errorDestination = addresses.destination
    let payload = IPPayload(layer, packet, at: offset)
    errorProtocol =
      layer == .ipv4 ? packet.uint8(at: offset + IPv4Header.protocolOffset) : payload?.number
    guard let payload, payload.number == IPProtocol.udp, !payload.isLaterFragment else { return }
    let header = UDPHeader(packet, at: payload.offset)
    errorUDPSourcePort = header.sourcePort
    errorUDPDestinationPort = header.destinationPort
  }

  private static func addresses(
    _ layer: Layer, in packet: Span<UInt8>, at offset: Int
  ) throws(SkipReason) -> FrameDecoder.Addresses {
    layer == .ipv4
      ? try IPv4Header(packet, at: offset).addresses
      : try IPv6Header(packet, at: offset).addresses
  }
}
