/// Finds the addresses of a frame's outermost IP header, whatever lies before it.
///
/// One header after another is decoded, each naming the next. Nesting is bounded by a count of
/// passes, and a pass either consumes at least one byte or chooses the header that will.
public struct FrameDecoder: Sendable {
  /// Headers before IP that are followed: well above the 300 tags of the deepest stack we test.
  public static let maximumHeaderCount = 512

  /// Source and destination of one IP header.
  public struct Addresses: Sendable, Equatable {
    public let source: IPAddress
    public let destination: IPAddress
    /// Where that header begins, in bytes from the start of the frame.
    public let headerOffset: Int
  }

  /// Whose addresses are wanted where one IP header carries another.
  public enum Depth: Sendable {
    case outermost
    case innermost
  }

  private let first: Layer?

  /// A decoder for frames of `linkType`; it skips every frame of a type it does not know.
  public init(_ linkType: LinkType, depth: Depth = .outermost) {
    first = Layer(linkType)
  }

  /// A decoder that skips every frame as of an unknown link type.
  public static let undecodable = FrameDecoder(LinkType(rawValue: -1))

  /// Whether frames of the link type can be decoded at all.
  public var knowsLinkType: Bool { first != nil }

  /// The addresses of the outermost IP header.
  ///
  /// Both addresses must have been captured; options and payload need not be.
  ///
  /// - Throws: `truncatedHeader` where the frame ends before the addresses do, `noIP` where
  ///   something else is carried, `badHeader` for an IP header that contradicts itself, `tooDeep`
  ///   and `unsupportedLinkType`.
  public func addresses(in frame: Span<UInt8>) throws(SkipReason) -> Addresses {
    guard var layer = first else { throw .unsupportedLinkType }
    var offset = 0
    for _ in 0...Self.maximumHeaderCount {
      switch layer {
      case .ipv4: return try IPv4Header(frame, at: offset).addresses
      case .ipv6: return try IPv6Header(frame, at: offset).addresses
      case .ip: layer = try Layer(ipVersionIn: frame, at: offset)
      case .ethernet: try EthernetHeader(frame, at: offset).pass(&offset, &layer)
      case .vlan: try VLANTag(frame, at: offset).pass(&offset, &layer)
      case .llc: try LLCHeader(frame, at: offset).pass(&offset, &layer)
      case .mpls: try MPLSLabel(frame, at: offset).pass(&offset, &layer)
      case .belowMPLS: layer = try Layer(belowMPLSIn: frame, at: offset)
      case .pseudowire: try PseudowireControlWord(frame, at: offset).pass(&offset, &layer)
      case .pppOverEthernet: try PPPoEHeader(frame, at: offset).pass(&offset, &layer)
      case .ppp: try PPPHeader(frame, at: offset).pass(&offset, &layer)
      case .pppWithDirection: try PPPDirection(frame, at: offset).pass(&offset, &layer)
      case .ciscoHDLC: try CiscoHDLCHeader(frame, at: offset).pass(&offset, &layer)
      case .linuxCooked: try LinuxCookedHeader(frame, at: offset).pass(&offset, &layer)
      case .linuxCooked2: try LinuxCooked2Header(frame, at: offset).pass(&offset, &layer)
      case .null: try NullHeader(frame, at: offset).pass(&offset, &layer)
      }
    }
    throw .tooDeep
  }
}
