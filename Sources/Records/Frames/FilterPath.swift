/// The tags between a frame's link header and its IP header, as filters of tcpdump must name them.
///
/// `src host 10.0.0.1` looks behind the link header only; behind a VLAN tag it has to be
/// `vlan and src host 10.0.0.1`.
/// - SeeAlso: pcap-filter(7), `vlan`, `mpls` and `pppoes`
public struct FilterPath: Sendable, Hashable {
  /// A word that moves what follows it in a filter behind one tag.
  public enum Keyword: UInt16, Sendable {
    case vlan = 1
    case mpls = 2
    case pppoes = 3
  }

  private static let keywordBitCount: UInt16 = 2
  /// More tags than anybody writes out.
  private static let maximumKeywordCount = 6

  /// A one, then two bits a keyword; 0 where no filter of tcpdump leads to the IP header.
  @usableFromInline let code: UInt16

  @inlinable
  init(code: UInt16) {
    self.code = code
  }

  public init(_ keywords: [Keyword]) {
    precondition(keywords.count <= Self.maximumKeywordCount, "a path holds six keywords at most")
    code = keywords.reduce(1) { $0 << Self.keywordBitCount | $1.rawValue }
  }

  /// IP stands right behind the link header.
  @inlinable public static var plain: FilterPath { FilterPath(code: 1) }
  /// IP stands behind one VLAN tag.
  public static let vlan = FilterPath([.vlan])
  @inlinable public static var inexpressible: FilterPath { FilterPath(code: 0) }

  /// In the order of the tags; nil where no filter leads to the IP header.
  public var keywords: [Keyword]? {
    guard code != 0 else { return nil }
    var keywords: [Keyword] = []
    var rest = code
    while rest > 1, let keyword = Keyword(rawValue: rest & 3) {
      keywords.append(keyword)
      rest >>= Self.keywordBitCount
    }
    return keywords.reversed()
  }

  private func appending(_ keyword: Keyword) -> FilterPath {
    let limit = UInt16(1) << (Self.keywordBitCount * UInt16(Self.maximumKeywordCount))
    guard code != 0, code < limit else { return .inexpressible }
    return FilterPath(code: code << Self.keywordBitCount | keyword.rawValue)
  }
}

extension FilterPath {
  private static let ipv4: UInt16 = 0x0800
  private static let ipv6: UInt16 = 0x86dd
  /// Where the first type field stands, by the kind of link header.
  private static let etherTypeOffset = 12
  private static let cookedTypeOffset = 14
  private static let cooked2TypeOffset = 0

  /// Where frames say that IP follows the link header; nil where nothing else can.
  package static func typeOffset(of linkType: LinkType) -> Int? {
    switch linkType {
    case .ethernet: etherTypeOffset
    case .linuxCooked: cookedTypeOffset
    case .linuxCooked2: cooked2TypeOffset
    default: nil
    }
  }

  /// What decides the path of frames with one tag: where IP begins, and the types around the tag.
  ///
  /// Nil for frames with more before IP, which have to be followed.
  @inlinable
  @inline(__always)
  public static func signature(
    _ frame: Span<UInt8>, typeOffset: Int, headerOffset: Int
  ) -> UInt64? {
    guard headerOffset <= typeOffset + 6, let types = frame.uint64(at: typeOffset) else {
      return nil
    }
    // Without the tag's own bits, and what follows its type.
    return types & 0xffff_0000_ffff_0000 | UInt64(truncatingIfNeeded: headerOffset)
  }

  /// The path in a frame whose IP header was found.
  package init(_ frame: Span<UInt8>, _ linkType: LinkType) {
    switch linkType {
    case .ethernet: self.init(tagsIn: frame, at: Self.etherTypeOffset)
    // libpcap follows no tags behind cooked headers.
    case .linuxCooked: self.init(untagged: frame, at: Self.cookedTypeOffset)
    case .linuxCooked2: self.init(untagged: frame, at: Self.cooked2TypeOffset)
    default: self = .plain
    }
  }

  private init(untagged frame: Span<UInt8>, at offset: Int) {
    let type = frame.uint16(at: offset)
    self = type == Self.ipv4 || type == Self.ipv6 ? .plain : .inexpressible
  }

  /// Follows tags from the type field at `offset`, each at least four bytes on.
  private init(tagsIn frame: Span<UInt8>, at offset: Int) {
    var path = FilterPath.plain
    var offset = offset
    while let type = frame.uint16(at: offset), path != .inexpressible {
      switch type {
      case Self.ipv4, Self.ipv6:
        self = path
        return
      case 0x8100, 0x88a8, 0x9100:
        path = path.appending(.vlan)
        offset += 4
      case 0x8847:
        self = path.throughLabels(of: frame, at: offset + 2)
        return
      case 0x8864:
        self = path.throughSession(of: frame, at: offset + 2)
        return
      default:
        self = .inexpressible
        return
      }
    }
    self = .inexpressible
  }

  /// libpcap takes what follows the bottom of an MPLS stack for IP (RFC 3032 section 2.1).
  private func throughLabels(of frame: Span<UInt8>, at offset: Int) -> FilterPath {
    var path = self
    var offset = offset
    while let label = frame.uint32(at: offset), path != .inexpressible {
      path = path.appending(.mpls)
      offset += 4
      guard label & 0x100 != 0 else { continue }
      guard let version = frame.uint8(at: offset).map({ $0 >> 4 }), version == 4 || version == 6
      else { break }
      return path
    }
    return .inexpressible
  }

  /// A PPPoE session holds a PPP protocol number behind six bytes (RFC 2516 section 4).
  private func throughSession(of frame: Span<UInt8>, at offset: Int) -> FilterPath {
    let number = frame.uint16(at: offset + 6)
    return number == 0x0021 || number == 0x0057 ? appending(.pppoes) : .inexpressible
  }
}
