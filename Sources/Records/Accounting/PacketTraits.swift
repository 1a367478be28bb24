/// What the headers of one packet tell of how its ends behave; what was not captured is nil.
///
/// Made of the very values that `extract` writes, so that a capture and its extract agree.
public struct PacketTraits: Sendable, Equatable {
  public enum Transport: Sendable {
    case tcp
    case udp
    case icmp
    case other
  }

  /// The ports of a TCP or UDP packet.
  public struct Ports: Sendable, Equatable {
    public let source: UInt16
    public let destination: UInt16

    public init(source: UInt16, destination: UInt16) {
      (self.source, self.destination) = (source, destination)
    }
  }

  public private(set) var transport: Transport?
  /// Nil also where the packet has none; `knowsPorts` tells which.
  public private(set) var ports: Ports?
  /// RFC 9293 section 3.1, of TCP only.
  public private(set) var tcpFlags: UInt16?
  /// RFC 791 section 3.1; the hop limit of RFC 8200 section 3.
  public private(set) var timeToLive: UInt8?
  /// Whether the record is one packet, whose length its `byteCount` is.
  public private(set) var isOfOnePacket: Bool

  /// Of a record without header fields.
  public static let unknown = PacketTraits(isOfOnePacket: false)

  private init(isOfOnePacket: Bool) {
    self.isOfOnePacket = isOfOnePacket
  }

  /// Traits of a connection, which a log sums up.
  ///
  /// - Parameter ports: of TCP and UDP only; other numbers in their place are left out.
  public init(connectionOver transport: Transport?, ports: Ports?) {
    self.init(isOfOnePacket: false)
    self.transport = transport
    self.ports = transport == .tcp || transport == .udp ? ports : nil
  }

  /// Traits of a packet from its header fields.
  ///
  /// Ports decide before `ipProtocol`, which for IPv4 may name the authentication header.
  package init(
    ipProtocol: UInt8?, timeToLive: UInt8?, tcpPorts: (source: UInt16?, destination: UInt16?),
    udpPorts: (source: UInt16?, destination: UInt16?), tcpFlags: UInt16?
  ) {
    self.init(isOfOnePacket: true)
    self.timeToLive = timeToLive
    var both: (source: UInt16?, destination: UInt16?) = (nil, nil)
    if tcpPorts.source != nil || tcpPorts.destination != nil {
      (transport, both) = (.tcp, tcpPorts)
    } else if udpPorts.source != nil || udpPorts.destination != nil {
      (transport, both) = (.udp, udpPorts)
    } else {
      transport = ipProtocol.map { Transport(ipProtocol: $0) }
    }
    if let source = both.source, let destination = both.destination {
      ports = Ports(source: source, destination: destination)
    }
    self.tcpFlags = transport == .tcp ? tcpFlags : nil
  }

  /// Whether it is known which ports the packet has, or that it has none.
  public var knowsPorts: Bool {
    switch transport {
    case .tcp, .udp: ports != nil
    case .icmp, .other: true
    case nil: false
    }
  }

  /// Whether it is known which TCP flags are set, or that there are none.
  public var knowsFlags: Bool { transport == .tcp ? tcpFlags != nil : transport != nil }

  /// Whether the packet asks for a connection: SYN without ACK, FIN and RST.
  public var isConnectionRequest: Bool {
    tcpFlags.map { $0 & (TCPFlags.syn | TCPFlags.ack | TCPFlags.fin | TCPFlags.rst) }
      == TCPFlags.syn
  }

  public var isReset: Bool { tcpFlags.map { $0 & TCPFlags.rst != 0 } ?? false }
}

/// Bits of the TCP header's flags, RFC 9293 section 3.1.
private enum TCPFlags {
  static let fin: UInt16 = 0x01
  static let syn: UInt16 = 0x02
  static let rst: UInt16 = 0x04
  static let ack: UInt16 = 0x10
}

extension PacketTraits.Transport {
  init(ipProtocol: UInt8) {
    switch ipProtocol {
    case IPProtocol.tcp: self = .tcp
    case IPProtocol.udp: self = .udp
    case IPProtocol.icmp, IPProtocol.icmpv6: self = .icmp
    default: self = .other
    }
  }

  /// By the word in Zeek's column `proto`; nil for its `unknown_transport` and other words.
  init?(zeekName: String) {
    switch zeekName {
    case "tcp": self = .tcp
    case "udp": self = .udp
    case "icmp": self = .icmp
    default: return nil
    }
  }
}
