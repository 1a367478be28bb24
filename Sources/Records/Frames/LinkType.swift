/// What the first byte of every frame of an interface begins, by the number that files hold.
///
/// These are the `LINKTYPE_` numbers. libpcap's `DLT_` numbers equal them but for a few that clash
/// between systems, such as raw IP: `LINKTYPE_RAW` is 101, `DLT_RAW` 12 or 14. Old programs wrote
/// the latter into files too, so they are known as well.
/// - SeeAlso: <https://www.tcpdump.org/linktypes.html>
public struct LinkType: RawRepresentable, Sendable, Hashable {
  public let rawValue: Int32

  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  public static let null = LinkType(rawValue: 0)
  public static let ethernet = LinkType(rawValue: 1)
  public static let ppp = LinkType(rawValue: 9)
  public static let rawBSD = LinkType(rawValue: 12)
  public static let rawOpenBSD = LinkType(rawValue: 14)
  public static let pppInHDLC = LinkType(rawValue: 50)
  public static let pppOverEthernet = LinkType(rawValue: 51)
  public static let raw = LinkType(rawValue: 101)
  public static let ciscoHDLC = LinkType(rawValue: 104)
  public static let loop = LinkType(rawValue: 108)
  public static let linuxCooked = LinkType(rawValue: 113)
  public static let pppWithDirection = LinkType(rawValue: 204)
  public static let ipv4 = LinkType(rawValue: 228)
  public static let ipv6 = LinkType(rawValue: 229)
  public static let linuxCooked2 = LinkType(rawValue: 276)
}
