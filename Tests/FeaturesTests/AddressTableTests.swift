import Features
import Records
import Testing

@Suite struct AddressTableTests {
  private func observation(
    record: Int, seconds: Int64? = nil, packets: Int = 1, bytes: Int = 60
  ) -> Observation {
    Observation(
      source: nil, destination: nil, record: record,
      timestamp: seconds.map { Timestamp(seconds: $0, nanoseconds: 0, fractionDigitCount: 6) },
      packetCount: packets, byteCount: bytes)
  }

  @Test func addressesStandInOrderOfFirstAppearanceWithTheirCounts() throws {
    let first = try #require(IPAddress("10.0.0.2"))
    let second = try #require(IPAddress("10.0.0.1"))
    var table = AddressTable()
    table.add(first, from: observation(record: 1, seconds: 50), input: 0)
    table.add(second, from: observation(record: 2, seconds: 60), input: 0)
    table.add(first, from: observation(record: 3, seconds: 40, packets: 5, bytes: 100), input: 1)
    table.add(first, from: observation(record: 4), input: 1)
    #expect(table.records.map(\.address) == [first, second])
    let record = table.records[0]
    #expect(record.firstInput == 0)
    #expect(record.firstPacket == 1)
    #expect(record.packetCount == 7)
    #expect(record.byteCount == 220)
    #expect(record.firstTimestamp?.seconds == 40)
    #expect(record.lastTimestamp?.seconds == 50)
  }

  @Test func countsSaturateRatherThanTrap() throws {
    let address = try #require(IPAddress("::1"))
    var table = AddressTable()
    for record in 1...3 {
      table.add(
        address, from: observation(record: record, packets: .max, bytes: .max), input: 0)
    }
    #expect(table.records[0].packetCount == .max)
    #expect(table.records[0].byteCount == .max)
  }

  /// Far beyond several growths of the index, in runs and in turns, of both families.
  @Test func everyDistinctAddressIsFoundAgain() {
    var table = AddressTable()
    let addresses = (0..<20_000).map { number in
      number % 2 == 0
        ? IPAddress(ipv4: UInt32(number) &* 2_654_435_761)
        : IPAddress(family: .ipv6, high: UInt64(number) << 48, low: UInt64(number))
    }
    for _ in 0..<2 {
      for address in addresses { table.add(address, from: observation(record: 1), input: 0) }
    }
    #expect(table.records.map(\.address) == addresses)
    #expect(table.records.allSatisfy { $0.packetCount == 2 })
  }

  /// The numbers of an IPv4 and an IPv6 address may be equal; the addresses are not.
  @Test func familiesAreKeptApart() {
    var table = AddressTable()
    table.add(IPAddress(ipv4: 1), from: observation(record: 1), input: 0)
    table.add(
      IPAddress(family: .ipv6, high: 0, low: 1), from: observation(record: 2), input: 0)
    #expect(table.records.count == 2)
  }
}
