/// Finds the addresses and the header fields of frames, whatever lies before the IP header.
///
/// One header after another is decoded, each naming the next. Nesting is bounded by a count of
/// passes, and a pass either consumes at least one byte or chooses the header that will.
public struct FrameDecoder: Sendable {
  /// Headers of a frame that are followed: well above the 300 tags of the deepest stack we test.
  public static let maximumHeaderCount = 512

  /// Of nested IP headers, the one whose addresses are wanted.
  public enum Depth: String, Sendable, Hashable, CaseIterable {
    case outermost
    case innermost
  }

  /// Source and destination of one IP header.
  public struct Addresses: Sendable, Equatable {
    public let source: IPAddress
    public let destination: IPAddress
    /// Where that header begins, in bytes from the start of the frame.
    public let headerOffset: Int

    @inlinable
    public init(source: IPAddress, destination: IPAddress, headerOffset: Int) {
      self.source = source
      self.destination = destination
      self.headerOffset = headerOffset
    }
  }

  let first: Layer?
  /// Whether frames may be taken for Ethernet at once, without a walk over their headers.
  @usableFromInline package let takesShortcut: Bool
  private let depth: Depth
  /// Why frames are skipped where `first` is nil.
  private let reason: SkipReason

  /// A decoder for frames of `linkType`; it skips every frame of a type it does not know.
  public init(_ linkType: LinkType, depth: Depth = .outermost) {
    first = Layer(linkType)
    self.depth = depth
    takesShortcut = first == .ethernet && depth == .outermost
    reason = linkType.carriesNoIP ? .noIP : .unsupportedLinkType
  }

  /// A decoder that skips every frame as of an unknown link type.
  public static let undecodable = FrameDecoder(LinkType(rawValue: -1))

  /// Whether frames of the link type can lead to addresses at all.
  public var leadsToAddresses: Bool { first != nil }

  /// Whether the link type is known, be it as one that carries no IP.
  public var knowsLinkType: Bool { first != nil || reason == .noIP }

  /// The addresses of the outermost IP header, or of the innermost that tunnels lead to.
  ///
  /// Both addresses must have been captured; options and payload need not be. A tunnel that cannot
  /// be followed to its end leaves the last IP header that could be read.
  ///
  /// - Throws: `truncatedHeader` where the frame ends before the addresses do, `noIP` where
  ///   something else is carried, `badHeader` for a header that contradicts itself, `tooDeep`
  ///   and `unsupportedLinkType`.
  @inlinable
  @inline(__always)
  public func addresses(in frame: Span<UInt8>) throws(SkipReason) -> Addresses {
    if takesShortcut, let offset = Self.plainIPv4Offset(in: frame) {
      return try IPv4Header(frame, at: offset).addresses
    }
    return try walkedAddresses(in: frame)
  }

  /// What `addresses(in:)` gives, without its shortcut.
  @usableFromInline
  @inline(never)
  func walkedAddresses(in frame: Span<UInt8>) throws(SkipReason) -> Addresses {
    guard let first else { throw reason }
    var walk = HeaderWalk(from: first)
    var observer = NoObserver()
    let outermost = try walk.nextAddresses(in: frame, tellingOf: &observer)
    guard depth == .innermost else { return outermost }
    return walk.innermostAddresses(in: frame) ?? outermost
  }

  /// Bytes of an Ethernet header.
  @inlinable static var untaggedIPv4Offset: Int { 14 }

  /// Where IPv4 begins in an Ethernet frame with at most one VLAN tag; nil for all other frames.
  ///
  /// Nearly all frames of nearly all captures; the walk takes half as long again to find the same.
  @inlinable
  @inline(__always)
  static func plainIPv4Offset(in frame: Span<UInt8>) -> Int? {
    guard let types = frame.uint64(at: 12) else { return nil }
    if types >> 48 == 0x0800 { return untaggedIPv4Offset }
    return types >> 48 == 0x8100 && types >> 16 & 0xffff == 0x0800 ? 18 : nil
  }
}
