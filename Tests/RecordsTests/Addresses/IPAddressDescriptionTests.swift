import Records
import Testing

@Suite struct IPAddressDescriptionTests {
  @Test(arguments: [
    // RFC 5952 section 2 and 4, in all the ways it tells not to write them.
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:db8::0:1", "2001:db8::1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:db8:0:0:1:0:0:0", "2001:db8:0:0:1::"),
    ("2001:DB8::ABCD:EF12", "2001:db8::abcd:ef12"),
    ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"), ("1:0:0:0:0:0:0:0", "1::"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("0:2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
    // Section 5: a known prefix of embedded IPv4 is written in mixed notation.
    ("::ffff:c000:0201", "::ffff:192.0.2.1"), ("::ffff:0:0", "::ffff:0.0.0.0"),
    ("64:ff9b::c000:221", "64:ff9b::c000:221"),
    ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
  ])
  func isCanonical(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }
}
