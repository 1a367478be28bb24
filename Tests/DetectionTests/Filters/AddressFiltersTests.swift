import Detection
import Features
import Records
import Testing

@Suite struct AddressFiltersTests {
  private static let address = IPAddress(ipv4: 0x0a01_0203)

  private func bpf(_ paths: [[FilterPath.Keyword]]) -> String? {
    AddressFilters(
      side: .source, address: Self.address, paths: Set(paths.map { FilterPath($0) })
    ).bpf
  }

  @Test func sideAndFamilyChooseTheWords() {
    let six = IPAddress(family: .ipv6, high: 0x2001_0db8_0000_0000, low: 1)
    let source = AddressFilters(side: .source, address: Self.address, paths: [])
    #expect(source.bpf == "src host 10.1.2.3" && source.wireshark == "ip.src == 10.1.2.3")
    let destination = AddressFilters(side: .destination, address: six, paths: [.plain])
    #expect(destination.bpf == "dst host 2001:db8::1")
    #expect(destination.wireshark == "ipv6.dst == 2001:db8::1")
  }

  @Test(
    arguments: [
      ([[]], "H"), ([[.vlan]], "vlan and H"), ([[], [.vlan]], "H or (vlan and H)"),
      ([[.vlan], [.vlan, .vlan]], "vlan and (H or (vlan and H))"),
      ([[], [.vlan], [.vlan, .vlan]], "H or (vlan and (H or (vlan and H)))"),
      ([[], [.vlan, .vlan]], "H or (vlan and vlan and H)"),
      ([[.vlan, .pppoes]], "vlan and pppoes and H"), ([[.mpls]], "mpls and H"),
    ] as [([[FilterPath.Keyword]], String)])
  func keywordsStandBeforeWhatTheyMove(_ paths: [[FilterPath.Keyword]], _ text: String) {
    #expect(bpf(paths) == text.replacing("H", with: "src host 10.1.2.3"))
  }

  /// `vlan` would move the offsets of a following `pppoes` as well.
  @Test func pathsThatPartHaveNoFilter() {
    #expect(bpf([[.vlan], [.pppoes]]) == nil)
    #expect(bpf([[], [.vlan, .pppoes], [.vlan, .vlan]]) == nil)
  }

  @Test func whatCannotBeExpressedHasNoFilterButWiresharks() {
    let filters = AddressFilters(
      side: .source, address: Self.address, paths: [.plain, .inexpressible])
    #expect(filters.bpf == nil && filters.wireshark == "ip.src == 10.1.2.3")
  }

  // MARK: In a report

  private func report(_ change: (inout ScanOptions) -> Void = { _ in }) -> ScanReport {
    func input(_ linkType: String, _ paths: Set<FilterPath>) -> InputSummary {
      var summary = InputSummary(path: InputPath("a"))
      summary.linkTypes = [linkType]
      summary.filterPaths = paths
      return summary
    }
    var options = ScanOptions()
    change(&options)
    return ScanReport(
      version: "0", options: options,
      inputs: [
        input("EN10MB", [.plain]), input("RAW", [.plain]), input("EN10MB", [FilterPath([.vlan])]),
      ], populations: [])
  }

  private func bpf(_ report: ScanReport, firstInput: Int) -> String? {
    let record = AddressRecord(
      address: Self.address, firstInput: firstInput, firstPacket: 1, packetCount: 1, byteCount: 1,
      firstTimestamp: nil, lastTimestamp: nil)
    return ReportFilters(report).filters(of: record, .source).bpf
  }

  @Test func inputsOfTheSameLinkTypeShareAFilter() {
    #expect(
      bpf(report(), firstInput: 0) == "src host 10.1.2.3 or (vlan and src host 10.1.2.3)")
    #expect(bpf(report(), firstInput: 1) == "src host 10.1.2.3")
    #expect(bpf(report(), firstInput: 2) == bpf(report(), firstInput: 0))
  }

  @Test func innerAddressesHaveNone() {
    #expect(bpf(report { $0.records.depth = .innermost }, firstInput: 0) == nil)
  }
}
