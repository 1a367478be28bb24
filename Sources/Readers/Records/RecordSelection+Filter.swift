import Records

extension RecordSelection {
  /// Filters are written for Ethernet, or for what Ethernet has no words for.
  private static let judges: [LinkType] = [
    .raw, .linuxCooked, .ppp, LinkType(rawValue: 127), LinkType(rawValue: 117),
  ]

  /// Checks that the filter makes sense for Ethernet, or for another link type that has words of
  /// its own: radiotap for 802.11, pflog.
  ///
  /// - Throws: libpcap's words on Ethernet.
  public func checkFilter() throws(FilterSyntaxError) {
    guard let filter else { return }
    do {
      _ = try PacketFilter(filter, for: .ethernet)
    } catch {
      guard Self.judges.contains(where: { (try? PacketFilter(filter, for: $0)) != nil }) else {
        throw error
      }
    }
  }
}
