import Records
import Testing

@Suite struct SpecialPurposeTests {
  @Test(arguments: [
    ("0.0.0.0", SpecialPurpose.thisNetwork), ("0.255.255.255", .thisNetwork),
    ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("::1", .loopback),
    ("169.254.0.0", .linkLocal), ("169.254.255.255", .linkLocal), ("fe80::1", .linkLocal),
    ("febf:ffff::", .linkLocal), ("224.0.0.0", .multicast), ("239.255.255.255", .multicast),
    ("ff02::1", .multicast), ("255.255.255.255", .broadcast), ("::", .unspecified),
    ("192.0.2.0", .documentation), ("198.51.100.255", .documentation),
    ("203.0.113.7", .documentation), ("2001:db8::", .documentation), ("3fff:fff::", .documentation),
    ("198.18.0.0", .benchmarking), ("198.19.255.255", .benchmarking),
    ("2001:2:0:ffff::", .benchmarking),
  ])
  func labelsTheBlocksOfTheRegistries(text: String, label: SpecialPurpose) throws {
    #expect(try SpecialPurpose(#require(IPAddress(text))) == label)
  }

  @Test(arguments: [
    "1.0.0.0", "10.0.0.1", "100.64.0.1", "126.255.255.255", "128.0.0.0", "169.253.255.255",
    "169.255.0.0", "172.16.0.1", "192.168.0.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "240.0.0.0", "255.255.255.254", "::2", "fc00::1", "fe7f::", "fec0::", "2001:db9::",
    "2001:2:1::",
    "3fff:1000::", "::ffff:127.0.0.1",
  ])
  func leavesOrdinaryAddressesAlone(text: String) throws {
    #expect(try SpecialPurpose(#require(IPAddress(text))) == nil)
  }
}
