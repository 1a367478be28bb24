/// The header fields of one frame, as far as they were captured; absent is nil.
///
/// A field that is only partly captured is absent. Of several headers of a kind the outermost one
/// counts, but for `innermost` addresses. `docs/guide/columns.md` defines every column by its RFC.
public struct PacketFields: Sendable, Equatable {
  // Ethernet and its tags.
  public var ethernetSource: MACAddress?
  public var ethernetDestination: MACAddress?
  /// The type or length field of the Ethernet header itself, 0x8100 for a tagged frame.
  public var etherType: UInt16?
  /// The VLAN identifier of the first tag.
  public var vlanIdentifier: UInt16?

  // IPv4 and IPv6.
  public var ipVersion: UInt8?
  public var source: IPAddress?
  public var destination: IPAddress?
  /// Protocol of IPv4; of IPv6 that behind the extension headers.
  public var ipProtocol: UInt8?
  /// Total length of IPv4; of IPv6 the payload length and the 40 bytes of the fixed header.
  public var ipTotalLength: UInt32?
  /// Time to live, or hop limit.
  public var timeToLive: UInt8?

  // TCP and UDP.
  public var tcpSourcePort: UInt16?
  public var tcpDestinationPort: UInt16?
  public var tcpWindow: UInt16?
  /// The flags as the header has them, CWR 0x80 to FIN 0x01, and the ninth bit.
  public var tcpFlags: UInt16?
  public var udpSourcePort: UInt16?
  public var udpDestinationPort: UInt16?
  public var udpLength: UInt16?

  // ICMP and ICMPv6.
  public var icmpType: UInt8?
  public var icmpCode: UInt8?

  // ARP.
  public var arpOperation: UInt16?
  public var arpSourceHardware: MACAddress?
  public var arpDestinationHardware: MACAddress?
  public var arpSourceProtocol: IPAddress?
  public var arpDestinationProtocol: IPAddress?

  // DNS, NTP, BOOTP and DHCP.
  public var dnsOpcode: UInt8?
  public var ntpMode: UInt8?
  public var bootpOperation: UInt8?
  public var bootpClientHardware: MACAddress?
  public var bootpClientAddress: IPAddress?
  public var bootpYourAddress: IPAddress?
  public var bootpServerAddress: IPAddress?
  public var bootpGatewayAddress: IPAddress?
  /// Where the options behind DHCP's magic cookie lie in the frame.
  public var dhcpOptions: Range<Int>?

  // The packet that an ICMP error quotes.
  public var errorSource: IPAddress?
  public var errorDestination: IPAddress?
  public var errorProtocol: UInt8?
  public var errorUDPSourcePort: UInt16?
  public var errorUDPDestinationPort: UInt16?

  /// The addresses of the innermost IP header, where tunnels carry one.
  public var innerSource: IPAddress?
  public var innerDestination: IPAddress?

  public init() {}
}
