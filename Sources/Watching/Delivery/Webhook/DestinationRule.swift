import Records

/// Which addresses a webhook may be sent to, so that a name which leads elsewhere than it should, by
/// mistake or by somebody's doing, opens no way into the networks around us.
struct DestinationRule {
  /// Hosts, as URLs name them, that may lead anywhere.
  let allowedHosts: Set<String>

  /// Why nothing is sent to `address` in words, or nil where it may.
  ///
  /// - Parameter host: as the URL names it; a loopback address that stands there itself is meant.
  func objection(to address: IPAddress, of host: String) -> String? {
    let isLiteralLoopback = Self.isLoopback(host)
    if allowedHosts.contains(host) || isLiteralLoopback && Self.isLoopback(address) { return nil }
    return Self.objection(to: address)
  }

  /// Whether `host` is a loopback address, and not a name for one.
  static func isLoopback(_ host: String) -> Bool {
    IPAddress(host).map(isLoopback) ?? false
  }

  private static func isLoopback(_ address: IPAddress) -> Bool {
    SpecialPurpose(address) == .loopback
  }

  private static func objection(to address: IPAddress) -> String? {
    if let inner = embedded(in: address) { return objection(to: inner) }
    if let block = blocks.first(where: { $0.prefix.contains(address) }) { return block.words }
    return SpecialPurpose(address).map { "a \($0.rawValue) address" }
  }

  /// The IPv4 address that packets to an IPv6 address would reach.
  private static func embedded(in address: IPAddress) -> IPAddress? {
    guard address.family == .ipv6 else { return nil }
    for carrier in carriers where carrier.prefix.contains(address) {
      let octets = address.octets[carrier.offset..<carrier.offset + 4]
      return IPAddress(ipv4: octets.reduce(0) { $0 << 8 | UInt32($1) })
    }
    return nil
  }

  /// Prefixes whose addresses hold an IPv4 address, and the octet where it begins.
  private static let carriers: [(prefix: IPPrefix, offset: Int)] = [
    ("::ffff:0:0/96", 12),  // IPv4-mapped, RFC 4291 section 2.5.5.2
    ("64:ff9b::/96", 12),  // NAT64, RFC 6052
    ("2002::/16", 2),  // 6to4, RFC 3056
  ].compactMap { row in IPPrefix(row.0).map { ($0, row.1) } }

  /// Blocks beside those of `SpecialPurpose`.
  private static let blocks: [(prefix: IPPrefix, words: String)] = [
    ("10.0.0.0/8", "a private address"),  // RFC 1918
    ("172.16.0.0/12", "a private address"),
    ("192.168.0.0/16", "a private address"),
    ("100.64.0.0/10", "a shared address"),  // RFC 6598; holds a cloud's metadata service too
    ("192.0.0.0/24", "an address of protocol assignments"),  // RFC 6890; as well
    ("192.88.99.0/24", "a relay's address"),  // RFC 7526
    ("168.63.129.16/32", "a cloud's metadata address"),
    ("240.0.0.0/4", "a reserved address"),  // RFC 1112 section 4
    ("::/96", "a reserved address"),  // RFC 4291 section 2.5.5.1, with :: and ::1
    ("64:ff9b:1::/48", "a private address"),  // RFC 8215
    ("100::/64", "a discarding address"),  // RFC 6666
    ("2001::/23", "an address of protocol assignments"),  // RFC 2928, with Teredo
    ("fc00::/7", "a private address"),  // RFC 4193
    ("fec0::/10", "a site-local address"),  // RFC 3879
  ].compactMap { row in IPPrefix(row.0).map { ($0, row.1) } }
}
