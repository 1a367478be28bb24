/// The number by which IP names what it carries.
/// - SeeAlso: IANA, *Assigned Internet Protocol Numbers*
enum IPProtocol {
  static let icmp: UInt8 = 1
  static let ipv4: UInt8 = 4  // RFC 2003
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let ipv6: UInt8 = 41  // RFC 4213
  static let gre: UInt8 = 47
  static let icmpv6: UInt8 = 58
  static let etherIP: UInt8 = 97
  static let mpls: UInt8 = 137  // RFC 4023

  // Headers between that of IP and what it carries.
  static let hopByHop: UInt8 = 0
  static let routing: UInt8 = 43
  static let fragment: UInt8 = 44
  static let authentication: UInt8 = 51
  static let destinationOptions: UInt8 = 60
}
