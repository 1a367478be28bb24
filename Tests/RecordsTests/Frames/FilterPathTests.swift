import Testing

@testable import Records

@Suite struct FilterPathTests {
  private static let ports: [UInt8] = Array(repeating: 2, count: 12)

  /// A frame with `types` behind its hardware addresses.
  private static func path(_ types: [UInt8], _ linkType: LinkType = .ethernet) -> FilterPath {
    let frame = (linkType == .ethernet ? ports : []) + types
    return FilterPath(frame.span, linkType)
  }

  @Test(
    arguments: [
      ([8, 0], []), ([0x86, 0xdd], []), ([0x81, 0, 0, 1, 8, 0], [.vlan]),
      ([0x88, 0xa8, 0, 1, 0x81, 0, 0, 1, 0x86, 0xdd], [.vlan, .vlan]),
      ([0x88, 0x47, 0, 0, 0x11, 64, 0x45], [.mpls]),
      ([0x88, 0x47, 0, 0, 0x10, 64, 0, 0, 0x11, 64, 0x60], [.mpls, .mpls]),
      ([0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0, 0x21], [.pppoes]),
      ([0x81, 0, 0, 1, 0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0, 0x57], [.vlan, .pppoes]),
    ] as [([UInt8], [FilterPath.Keyword])])
  func tagsAreNamedInTheirOrder(_ types: [UInt8], _ keywords: [FilterPath.Keyword]) {
    #expect(Self.path(types).keywords == keywords)
    #expect(Self.path(types) == FilterPath(keywords))
  }

  @Test(
    arguments: [
      [], [8], [0, 40, 0xaa, 0xaa, 3], [0x92, 0, 0, 1, 8, 0], [0x81, 0, 0],
      [0x88, 0x47, 0, 0, 0x10],
      [0x88, 0x47, 0, 0, 0x11, 64, 0x00], [0x88, 0x64, 0x11, 0, 0, 1, 0, 9, 0xc0, 0x21],
    ] as [[UInt8]])
  func whatNoFilterExpressesHasNoKeywords(_ types: [UInt8]) {
    #expect(Self.path(types) == .inexpressible && Self.path(types).keywords == nil)
  }

  @Test func longStacksAreInexpressible() {
    let tag: [UInt8] = [0x81, 0, 0, 1]
    let six = Array(repeating: tag, count: 6).joined() + [8, 0]
    #expect(Self.path(Array(six)).keywords?.count == 6)
    #expect(Self.path(tag + six) == .inexpressible)
    #expect(Self.path(Array(Array(repeating: tag, count: 5000).joined())) == .inexpressible)
  }

  @Test func tagsBehindCookedHeadersAreInexpressible() {
    let cooked = [UInt8](repeating: 0, count: 14)
    #expect(Self.path(cooked + [8, 0], .linuxCooked) == .plain)
    #expect(Self.path(cooked + [0x81, 0], .linuxCooked) == .inexpressible)
    #expect(Self.path([0x86, 0xdd], .linuxCooked2) == .plain)
    #expect(Self.path([0x81, 0], .linuxCooked2) == .inexpressible)
  }

  @Test func otherLinkTypesHaveNoTags() {
    #expect(Self.path([], .raw) == .plain)
  }
}
