import Features
import Records

/// Filters that show the packets of one address in other programs.
public struct AddressFilters: Sendable, Equatable {
  /// In tcpdump's language; absent where that has no words for the tags before the IP header.
  public let bpf: String?
  /// In the display filters of Wireshark, which looks behind all tags by itself.
  public let wireshark: String

  /// - Parameter paths: the tags before the IP headers of the captures; empty without captures.
  public init(side: Side, address: IPAddress, paths: Set<FilterPath>) {
    let primitive = (side == .source ? "src" : "dst") + " host \(address)"
    let keywords = paths.isEmpty ? [[]] : paths.map(\.keywords)
    let known = keywords.compactMap { $0.map { $0[...] } }
    bpf = known.count == keywords.count ? Self.expression(primitive, behind: known) : nil
    wireshark =
      (address.family == .ipv4 ? "ip." : "ipv6.") + (side == .source ? "src" : "dst")
      + " == \(address)"
  }

  /// `primitive` behind each of `paths`; nil where they part, for libpcap moves all that follows
  /// a keyword, even beyond an `or`.
  ///
  /// Takes one keyword a round, of which paths have few.
  private static func expression(
    _ primitive: String, behind paths: [ArraySlice<FilterPath.Keyword>]
  ) -> String? {
    var steps: [(keyword: FilterPath.Keyword, isIPBehind: Bool)] = []
    let isIPFirst = paths.contains(where: \.isEmpty)
    var rest = paths.filter { !$0.isEmpty }
    while let keyword = rest.first?.first {
      guard rest.allSatisfy({ $0.first == keyword }) else { return nil }
      rest = rest.map { $0.dropFirst() }
      steps.append((keyword, rest.contains(where: \.isEmpty)))
      rest = rest.filter { !$0.isEmpty }
    }
    var text: String?
    for step in steps.reversed() {
      let inner = joined(step.isIPBehind ? primitive : nil, text)
      text = "\(step.keyword) and " + (inner.contains(" or ") ? "(\(inner))" : inner)
    }
    return joined(isIPFirst ? primitive : nil, text)
  }

  private static func joined(_ primitive: String?, _ tagged: String?) -> String {
    switch (primitive, tagged) {
    case (let primitive?, let tagged?): "\(primitive) or (\(tagged))"
    default: primitive ?? tagged ?? ""
    }
  }
}

/// The filters of the addresses of one report.
public struct ReportFilters: Sendable {
  private let linkTypes: [[String]]
  private let paths: [String: Set<FilterPath>]

  public init(_ report: ScanReport) {
    linkTypes = report.inputs.map(\.linkTypes)
    var paths: [String: Set<FilterPath>] = [:]
    // No filter of tcpdump looks into tunnels.
    let areInner = report.options.records.depth == .innermost
    for input in report.inputs {
      for linkType in input.linkTypes {
        paths[linkType, default: []].formUnion(areInner ? [.inexpressible] : input.filterPaths)
      }
    }
    self.paths = paths
  }

  /// Filters that hold for all inputs with a link type of the one that showed the address first.
  ///
  /// Not for all inputs: `vlan` cannot even be compiled for a capture of raw IP.
  public func filters(of record: AddressRecord, _ side: Side) -> AddressFilters {
    let names = linkTypes.indices.contains(record.firstInput) ? linkTypes[record.firstInput] : []
    let paths = names.reduce(into: Set()) { $0.formUnion(self.paths[$1] ?? []) }
    return AddressFilters(side: side, address: record.address, paths: paths)
  }
}
