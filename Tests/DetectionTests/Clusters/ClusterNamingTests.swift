import Records
import Testing

@testable import Detection

@Suite struct ClusterNamingTests {
  private func description(
    _ texts: [String]
  ) throws -> (name: String, networks: [Network]) {
    let addresses = try texts.map { try #require(IPAddress($0)) }
    let name = ClusterNaming(family: addresses.first?.family ?? .ipv4).description(of: addresses)
    return (name.name, name.networks)
  }

  private func name(_ texts: [String]) throws -> String { try description(texts).name }

  @Test func aBlockIsWrittenAsItsPrefix() throws {
    let members = (1...40).map { "192.168.202.\($0 * 3)" }
    let (name, networks) = try description(members)
    #expect(name == "192.168.202.0/24")
    #expect(networks == [Network(prefix: "192.168.202.0/24", addressCount: 40)])
  }

  @Test func neighbouringBlocksAreARange() throws {
    let members = (21...28).flatMap { block in (1...5).map { "192.168.\(block).\($0)" } }
    let (name, networks) = try description(members)
    #expect(name == "192.168.21.0–192.168.28.255")
    #expect(networks == [Network(prefix: "192.168.21.0-192.168.28.255", addressCount: 40)])
  }

  @Test func alignedRangesAreShorterPrefixes() throws {
    let members = (24...27).flatMap { block in (1...5).map { "192.168.\(block).\($0)" } }
    #expect(try name(members) == "192.168.24.0/22")
  }

  /// 22 blocks of 0 … 84 are occupied, one in four; of 0 … 88 less than that.
  @Test func rangesHaveHolesUpToAFourthOccupied() throws {
    let dense = (0...21).map { "10.1.\($0 * 4).7" }
    #expect(try name(dense) == "10.1.0.0–10.1.84.255")
    let thin = (0...7).map { "10.1.\($0 * 20).7" }
    #expect(try name(thin) == "10.1.0.0/16")
  }

  @Test func oneOrTwoAddressesAreSaidThemselves() throws {
    #expect(try name(["10.61.9.10"]) == "10.61.9.10")
    #expect(try name(["172.16.6.57", "10.10.117.209"]) == "10.10.117.209 and 172.16.6.57")
    #expect(try name(["10.0.0.2", "10.0.0.1"]) == "10.0.0.1–10.0.0.2")
    #expect(try name(["10.0.0.2", "10.0.0.3"]) == "10.0.0.2/31")
    #expect(try name(["2001:db8::1"]) == "2001:db8::1")
  }

  @Test func ninetyFivePercentOfTheMembersAreEnough() throws {
    let block = (1...19).map { "192.168.7.\($0)" }
    #expect(try name(block + ["8.8.8.8"]) == "192.168.7.0/24")
    let (name, networks) = try description(block.dropLast() + ["8.8.8.8", "9.9.9.9"])
    #expect(name == "192.168.7.0/24 and 8.8.8.0/24")
    #expect(networks.map(\.addressCount) == [18, 1])
  }

  @Test func fullestNetworksComeFirstThenTheLowest() throws {
    let members =
      (1...4).map { "172.16.3.\($0)" } + (1...9).map { "192.168.7.\($0)" }
      + (1...4).map { "10.0.0.\($0)" }
    #expect(try name(members) == "192.168.7.0/24, 10.0.0.0/24 and 172.16.3.0/24")
  }

  @Test func coarserBlocksAreTakenWhenFinerOnesAreMany() throws {
    let members = (0..<12).map { "10.\(20 + $0 % 2).\($0 * 20).1" }
    #expect(try name(members) == "10.20.0.0/15")
  }

  @Test func scatteredAddressesAreSaidToBe() throws {
    let members = (1...20).map { "\($0 * 11).9.8.7" }
    let (name, networks) = try description(members)
    #expect(name == "scattered between 11.9.8.7 and 220.9.8.7")
    // 95 % of twenty.
    #expect(networks.count == 19)
    #expect(networks.first == Network(prefix: "11.9.8.0/24", addressCount: 1))
  }

  @Test func ipv6IsNamedBySixtyFours() throws {
    let members = (1...30).map { "2001:db8:7:1::\(String($0, radix: 16))" }
    #expect(try name(members) == "2001:db8:7:1::/64")
    let neighbours = (0...6).map { "2001:db8:7:\($0)::1" }
    #expect(try name(neighbours) == "2001:db8:7::–2001:db8:7:6:ffff:ffff:ffff:ffff")
    let sites = (0..<6).map { "2001:db8:7:\($0 * 1000 + 1000)::1" }
    #expect(try name(sites) == "2001:db8:7::/48")
  }

  /// One past the last block is no number of the family, and for IPv6 none of 128 bits.
  @Test func theEndsOfTheAddressSpaceDoNotOverflow() throws {
    #expect(try name((253...255).map { "255.255.255.\($0)" }) == "255.255.255.0/24")
    #expect(
      try name((0...6).map { "255.255.\(249 + $0).1" }) == "255.255.249.0–255.255.255.255")
    #expect(try name(["255.255.255.254", "255.255.255.255"]) == "255.255.255.254/31")
    let last = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff"
    #expect(try name(["d", "e", "f"].map { last + $0 }) == "ffff:ffff:ffff:ffff::/64")
    #expect(try name([last + "d", last + "e"]) == "\(last)d–\(last)e")
    #expect(try name([last + "e", last + "f"]) == "\(last)e/127")
    #expect(
      try name(["fffd", "fffe", "ffff"].map { "ffff:ffff:ffff:\($0)::1" })
        == "ffff:ffff:ffff:fffd::–\(last)f")
    #expect(try name(["0.0.0.0", "128.0.0.0", "255.255.255.255"]).hasPrefix("0.0.0.0/24"))
    #expect(try name(["::", "8000::", last + "f"]).hasPrefix("::/64, 8000::/64"))
  }

  @Test func orderOfMembersDoesNotMatter() throws {
    let members = (0..<60).map { "\(10 + $0 % 3).0.\($0).\(($0 * 37) % 256)" }
    let (name, networks) = try description(members)
    let (reversedName, reversedNetworks) = try description(members.reversed())
    #expect(name == reversedName)
    #expect(networks == reversedNetworks)
  }

  @Test func noMembersAreSaidToo() throws {
    let (name, networks) = try description([])
    #expect(name == "no address")
    #expect(networks.isEmpty)
  }

  @Test func enumerationsReadLikeSentences() {
    #expect(ClusterNaming.enumeration([]) == "")
    #expect(ClusterNaming.enumeration(["a"]) == "a")
    #expect(ClusterNaming.enumeration(["a", "b"]) == "a and b")
    #expect(ClusterNaming.enumeration(["a", "b", "c"], conjunction: "or") == "a, b or c")
  }
}
