/// Watches a walk pass the headers of a frame.
protocol HeaderObserver {
  /// Called before the header at `offset` is decoded, which may be cut or contradict itself.
  mutating func meet(_ layer: Layer, at offset: Int, in frame: Span<UInt8>)
}

/// The observer of walks of which only the addresses are wanted.
struct NoObserver: HeaderObserver {
  @inline(__always)
  func meet(_ layer: Layer, at offset: Int, in frame: Span<UInt8>) {}
}

/// The way over the headers of a frame, each of which names the next.
///
/// Addresses and fields are found by this one walk, so they cannot disagree. Nesting is bounded by a
/// count over the whole frame, tunnels included.
struct HeaderWalk {
  private(set) var layer: Layer
  private(set) var offset = 0
  /// Headers that may still be passed.
  private var remainingCount = FrameDecoder.maximumHeaderCount + 1

  init(from layer: Layer) {
    self.layer = layer
  }

  /// Passes headers up to the next IP header, where the walk stays, and gives its addresses.
  ///
  /// - Throws: as `FrameDecoder.addresses(in:)`.
  @inline(__always)
  mutating func nextAddresses(
    in frame: Span<UInt8>, tellingOf observer: inout some HeaderObserver
  ) throws(SkipReason) -> FrameDecoder.Addresses {
    while remainingCount > 0 {
      remainingCount -= 1
      observer.meet(layer, at: offset, in: frame)
      // The commonest headers here, all others out of the way of the instruction cache.
      switch layer {
      case .ipv4: return try IPv4Header(frame, at: offset).addresses
      case .ipv6: return try IPv6Header(frame, at: offset).addresses
      case .ethernet: try pass(EthernetHeader(frame, at: offset))
      case .vlan: try pass(VLANTag(frame, at: offset))
      case .ip: layer = try Layer(ipVersionIn: frame, at: offset)
      case .linuxCooked: try pass(LinuxCookedHeader(frame, at: offset))
      case .linuxCooked2: try pass(LinuxCooked2Header(frame, at: offset))
      default: try passRareHeader(in: frame)
      }
    }
    throw .tooDeep
  }

  /// Follows tunnels from the IP header at hand, and gives the addresses of the last IP header that
  /// they lead to; nil where there is none.
  @inline(never)
  mutating func innermostAddresses(in frame: Span<UInt8>) -> FrameDecoder.Addresses? {
    var innermost: FrameDecoder.Addresses?
    var observer = NoObserver()
    var endOffset = frame.count
    while let payload = IPPayload(layer, frame.extracting(0..<endOffset), at: offset),
      !payload.isLaterFragment
    {
      // What lies behind a packet's own end is padding of the link, never an inner packet.
      endOffset = payload.endOffset
      let packet = frame.extracting(0..<endOffset)
      guard let tunnel = Tunnel(payload, in: packet) else { break }
      (layer, offset) = (tunnel.layer, tunnel.offset)
      guard let next = try? nextAddresses(in: packet, tellingOf: &observer) else { break }
      innermost = next
    }
    return innermost
  }

  @inline(__always)
  private mutating func pass(_ header: some EnclosingHeader) throws(SkipReason) {
    layer = try header.next
    offset += header.byteCount
  }

  @inline(never)
  private mutating func passRareHeader(in frame: Span<UInt8>) throws(SkipReason) {
    switch layer {
    case .llc: try pass(LLCHeader(frame, at: offset))
    case .mpls: try pass(MPLSLabel(frame, at: offset))
    case .belowMPLS: layer = try Layer(belowMPLSIn: frame, at: offset)
    case .pseudowire: try pass(PseudowireControlWord(frame, at: offset))
    case .pppOverEthernet: try pass(PPPoEHeader(frame, at: offset))
    case .ppp: try pass(PPPHeader(frame, at: offset))
    case .pppWithDirection: try pass(PPPDirection(frame, at: offset))
    case .ciscoHDLC: try pass(CiscoHDLCHeader(frame, at: offset))
    case .null: try pass(NullHeader(frame, at: offset))
    case .etherTypeTag(let count): try pass(EtherTypeTag(Int(count), frame, at: offset))
    case .serviceInstanceTag: try pass(ServiceInstanceTag(frame, at: offset))
    case .trill: try pass(TRILLHeader(frame, at: offset))
    case .networkServiceHeader: try pass(NetworkServiceHeader(frame, at: offset))
    case .arp, .nothing: throw .noIP
    default: try passHeaderOfRareLink(in: frame)
    }
  }

  private mutating func passHeaderOfRareLink(in frame: Span<UInt8>) throws(SkipReason) {
    switch layer {
    case .wlan: try pass(WLANHeader(frame, at: offset))
    case .wlanPadded: try pass(WLANHeader(padded: frame, at: offset))
    case .aggregatedWLAN: try pass(AggregatedWLANHeader(frame, at: offset))
    case .radiotap: try pass(RadiotapHeader(frame, at: offset))
    case .prism: try pass(PrismHeader(frame, at: offset))
    case .avs: try pass(AVSHeader(frame, at: offset))
    case .perPacketInformation: try pass(PerPacketInformation(frame, at: offset))
    case .nflog: try pass(NFLOGHeader(frame, at: offset))
    case .packetTap: try pass(PacketTapHeader(frame, at: offset))
    case .probablyPacketTap: try pass(PacketTapHeader(orUnsupported: frame, at: offset))
    case .extensibleRecord: try pass(ExtensibleRecordHeader(frame, at: offset))
    case .frameRelay: try pass(FrameRelayHeader(frame, at: offset))
    case .multilinkFrameRelay: try pass(MultilinkFrameRelayHeader(frame, at: offset))
    case .networkLayerProtocol: try pass(NetworkLayerProtocol(frame, at: offset))
    case .fddi: try pass(FDDIHeader(frame, at: offset))
    case .tokenRing: try pass(TokenRingHeader(frame, at: offset))
    case .arcnet: try pass(ARCNETHeader(frame, at: offset))
    case .linuxARCNET: try pass(LinuxARCNETHeader(frame, at: offset))
    case .infiniBand: try pass(InfiniBandHeader(frame, at: offset))
    case .fibreChannel: try pass(FibreChannelHeader(frame, at: offset))
    case .fireWire: try pass(FireWireHeader(frame, at: offset))
    case .ipnet: try pass(IPNETHeader(frame, at: offset))
    case .slip: try pass(SLIPHeader(frame, at: offset))
    case .atm: try pass(ATMHeader(frame, at: offset))
    case .classicalIPOverATM: try pass(ClassicalIPOverATMHeader(frame, at: offset))
    case .sunATM: try pass(SunATMHeader(frame, at: offset))
    case .docsis: try pass(DOCSISHeader(frame, at: offset))
    case .mPacket: try pass(MPacketHeader(frame, at: offset))
    case .openBSDEncapsulation: try pass(OpenBSDEncapsulationHeader(frame, at: offset))
    case .packetFilterLog: try pass(PacketFilterLogHeader(frame, at: offset))
    case .pppOfPPPD: try pass(PPPDDirection(frame, at: offset))
    case .juniper(let kind): try pass(JuniperHeader(kind, frame, at: offset))
    case .networkAnalyzer: try pass(Prefix(4, before: .ethernet, frame, at: offset))
    case .transparentNetworkAnalyzer: try pass(Prefix(12, before: .ethernet, frame, at: offset))
    case .switchTag(let count): try pass(SwitchTag(Int(count), frame, at: offset))
    case .prependedSwitchTag: try pass(Prefix(4, before: .ethernet, frame, at: offset))
    default: try passTunnelHeader(in: frame)
    }
  }

  private mutating func passTunnelHeader(in frame: Span<UInt8>) throws(SkipReason) {
    switch layer {
    case .gre: try pass(GREHeader(frame, at: offset))
    case .encapsulatedRemoteSPAN2: try pass(Prefix(8, before: .ethernet, frame, at: offset))
    case .encapsulatedRemoteSPAN3: try pass(EncapsulatedRemoteSPAN3Header(frame, at: offset))
    case .vxlan: try pass(VXLANHeader(frame, at: offset))
    case .genericVXLAN: try pass(GenericVXLANHeader(frame, at: offset))
    case .geneve: try pass(GeneveHeader(frame, at: offset))
    case .gtp: try pass(GTPHeader(frame, at: offset))
    case .teredo: try pass(TeredoHeader(frame, at: offset))
    case .l2tp: try pass(L2TPHeader(frame, at: offset))
    case .etherIP: try pass(EtherIPHeader(frame, at: offset))
    // All other layers stand in the switches that lead here.
    default: throw .noIP
    }
  }
}

/// Bytes before another header that are not looked at.
struct Prefix: EnclosingHeader {
  let byteCount: Int
  let next: Layer

  init(
    _ byteCount: Int, before next: Layer, _ frame: Span<UInt8>, at offset: Int
  ) throws(SkipReason) {
    guard frame.holds(byteCount, at: offset) else { throw .truncatedHeader }
    (self.byteCount, self.next) = (byteCount, next)
  }
}
