import Records
import Testing

@testable import Watching

@Suite struct DestinationRuleTests {
  let strict = DestinationRule(allowedHosts: [])

  /// An address of every block that is not a public one, and the first and last of some.
  @Test(arguments: [
    "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255",
    "100.64.0.0", "100.100.100.200", "100.127.255.255", "169.254.169.254", "169.254.0.1",
    "127.0.0.1", "127.255.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:db8::1",
    "2002:a00:1::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1",
    "fec0::1", "ff02::1",
  ])
  func addressesThatAreNotPublicAreRefused(_ text: String) throws {
    let address = try #require(IPAddress(text))
    #expect(strict.objection(to: address, of: "siem.example") != nil)
    let allowing = DestinationRule(allowedHosts: ["siem.example"])
    #expect(allowing.objection(to: address, of: "siem.example") == nil)
    #expect(allowing.objection(to: address, of: "other.example") != nil)
  }

  /// Public ones, and the neighbours of blocks.
  @Test(arguments: [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
    "192.169.0.0", "100.63.255.255", "100.128.0.0", "169.253.255.255", "169.255.0.0", "126.0.0.1",
    "128.0.0.1", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.17",
    "2606:4700:4700::1111", "2a00::1", "64:ff9b::101:101", "2002:101:101::1", "::ffff:1.1.1.1",
    "2001:200::1", "fbff::1",
  ])
  func publicAddressesAreTaken(_ text: String) throws {
    #expect(strict.objection(to: try #require(IPAddress(text)), of: "siem.example") == nil)
  }

  @Test func aLoopbackAddressIsMeantWhereItStandsItself() throws {
    let loopback = try #require(IPAddress("127.0.0.1"))
    let inner = try #require(IPAddress("10.0.0.1"))
    #expect(strict.objection(to: loopback, of: "127.0.0.1") == nil)
    #expect(strict.objection(to: loopback, of: "::1") == nil)
    #expect(strict.objection(to: loopback, of: "localhost") != nil)
    #expect(strict.objection(to: inner, of: "127.0.0.1") != nil)
    #expect(strict.objection(to: inner, of: "10.0.0.1") != nil)
    #expect(
      DestinationRule(allowedHosts: ["10.0.0.1"]).objection(to: inner, of: "10.0.0.1") == nil)
  }
}
