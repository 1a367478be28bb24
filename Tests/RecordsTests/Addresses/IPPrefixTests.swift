import Records
import Testing

@Suite struct IPPrefixTests {
  @Test(arguments: [
    ("0.0.0.0/0", "255.255.255.255", true), ("10.0.0.0/8", "10.255.0.1", true),
    ("10.0.0.0/8", "11.0.0.0", false), ("192.0.2.1/32", "192.0.2.1", true),
    ("192.0.2.1/32", "192.0.2.0", false), ("198.18.0.0/15", "198.19.255.255", true),
    ("198.18.0.0/15", "198.20.0.0", false), ("::/0", "ffff::", true), ("::/0", "1.2.3.4", false),
    ("0.0.0.0/0", "::", false), ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
    ("2001:db8::/64", "2001:db8::ffff:0:0:1", true), ("2001:db8::/64", "2001:db8:0:1::", false),
    ("2001:db8::8/125", "2001:db8::f", true), ("2001:db8::8/125", "2001:db8::10", false),
    ("::1/128", "::1", true), ("::1/128", "::", false),
  ])
  func containsByLeadingBits(prefix: String, address: String, isInside: Bool) throws {
    let block = try #require(IPPrefix(prefix))
    #expect(try block.contains(#require(IPAddress(address))) == isInside)
    #expect(block.description == prefix)
  }

  @Test(arguments: [
    "", "/", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+8", "1.2.3.4/24",
    "::/129",
    "::1/64", "1.2.3/24", "::/1280",
  ])
  func refusesWhatIsNoBlock(text: String) {
    #expect(IPPrefix(text) == nil)
  }

  @Test func clearsTheBitsBehindThePrefix() throws {
    let address = try #require(IPAddress("2001:db8:1:2:3:4:5:6"))
    #expect(IPPrefix(address, length: 0).description == "::/0")
    #expect(IPPrefix(address, length: 36).description == "2001:db8::/36")
    #expect(IPPrefix(address, length: 64).description == "2001:db8:1:2::/64")
    #expect(IPPrefix(address, length: 112).description == "2001:db8:1:2:3:4:5:0/112")
    #expect(IPPrefix(address, length: 128).address == address)
  }
}
