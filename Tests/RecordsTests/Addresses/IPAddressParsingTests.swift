import Records
import Testing

@Suite struct IPAddressParsingTests {
  @Test(arguments: [
    ("0.0.0.0", 0 as UInt32), ("255.255.255.255", .max), ("192.0.2.1", 0xc000_0201),
    ("1.2.3.4", 0x0102_0304), ("10.0.200.30", 0x0a00_c81e),
  ])
  func readsDottedDecimal(text: String, bits: UInt32) {
    #expect(IPAddress(text) == IPAddress(ipv4: bits))
  }

  @Test(arguments: [
    ("::", 0 as UInt64, 0 as UInt64),
    ("::1", 0, 1),
    ("1::", 0x0001_0000_0000_0000, 0),
    ("2001:db8::1", 0x2001_0db8_0000_0000, 1),
    ("2001:DB8:0:0:8:800:200C:417A", 0x2001_0db8_0000_0000, 0x0008_0800_200c_417a),
    ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
    ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
    ("::2:3:4:5:6:7:8", 0x0000_0002_0003_0004, 0x0005_0006_0007_0008),
    ("1:2:3:4::8", 0x0001_0002_0003_0004, 8),
    ("1::5:6:7:8", 0x0001_0000_0000_0000, 0x0005_0006_0007_0008),
    ("1:2::7:8", 0x0001_0002_0000_0000, 0x0007_0008),
    ("::ffff:192.0.2.1", 0, 0xffff_c000_0201),
    ("64:ff9b::192.0.2.33", 0x0064_ff9b_0000_0000, 0xc000_0221),
    ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004, 0x0005_0006_0102_0304),
    ("fe80:0000:0000:0000:0000:0000:0000:0001", 0xfe80_0000_0000_0000, 1),
  ])
  func readsEveryFormOfRFC4291(text: String, high: UInt64, low: UInt64) {
    #expect(IPAddress(text) == IPAddress(family: .ipv6, high: high, low: low))
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.", ".1.2.3.4", "1..2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.999",
    "01.2.3.4", "1.2.3.04", "00.0.0.0", "1.2.3.4 ", " 1.2.3.4", "0x7f.0.0.1", "1.2.3.-4", "1.2.3.٤",
    "2130706433", "1.2.3.4/24", "1.2.3.4\0",
  ])
  func refusesWhatIsNotDottedDecimal(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ":", ":::", "1:::2", "1::2::3", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "12345::",
    "g::", "fe80::1%eth0", "::1.2.3", "::1.2.3.4.5", "::1.2.3.256", "1.2.3.4::", "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4", "[::1]", "::/0", "::01.2.3.4", "1:", ":1", "-1::",
  ])
  func refusesWhatIsNotIPv6(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func readsBackWhatItWrites() {
    var generator = SplitMix(state: 20_120_316)
    for round in 0..<5_000 {
      // Masks make runs of zeros, which random bits have none of.
      let mask = generator.next() & generator.next()
      let address = IPAddress(
        family: .ipv6, high: generator.next() & (round % 3 == 0 ? 0xffff << 48 : mask),
        low: generator.next() & (round % 2 == 0 ? 0xffff_ffff : mask))
      #expect(IPAddress(address.description) == address, "round \(round), \(address)")
    }
  }

  @Test func neverTrapsOnAnyShortText() {
    let alphabet = Array("1:.f0g".utf8)
    for length in 0...6 {
      var text = [UInt8](repeating: alphabet[0], count: length)
      for number in 0..<Int(pow(alphabet.count, length)) {
        var rest = number
        for index in text.indices {
          text[index] = alphabet[rest % alphabet.count]
          rest /= alphabet.count
        }
        if let address = IPAddress(text: text.span) {
          #expect(IPAddress(address.description) == address)
        }
      }
    }
  }

  private func pow(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}

/// Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators* (2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
