import Features
import Records
import Testing

@Suite struct OctetEncoderTests {
  @Test func oneRowPerAddressInTheOrderGiven() throws {
    let addresses = try ["10.20.30.40", "0.0.0.255"].map { try #require(IPAddress($0)) }
    let samples = OctetEncoder.samples(of: addresses, family: .ipv4)
    #expect(samples.rows == [[10, 20, 30, 40], [0, 0, 0, 255]])
  }

  @Test func sixteenColumnsForIPv6() throws {
    let address = try #require(IPAddress("2001:db8::ff"))
    let samples = OctetEncoder.samples(of: [address], family: .ipv6)
    #expect(samples.row(0) == [0x20, 0x01, 0x0d, 0xb8] + Array(repeating: 0, count: 11) + [255])
  }

  @Test(arguments: AddressFamily.allCases)
  func schemaNamesEveryColumn(family: AddressFamily) {
    let schema = OctetEncoder.schema(for: family)
    #expect(schema.name == "octets")
    #expect(schema.features.count == family.octetCount)
    #expect(schema.features.first == "octet1")
    #expect(schema.features.last == "octet\(family.octetCount)")
  }
}
