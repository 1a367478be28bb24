import Features
import Records
import Testing

@Suite struct AddressTableTests {
  private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  private func time(_ text: String) throws -> Timestamp {
    try #require(Timestamp(text))
  }

  @Test func addressesStandInOrderOfFirstAppearance() throws {
    var table = AddressTable()
    let order = ["192.0.2.9", "10.0.0.1", "192.0.2.9", "172.16.0.1", "10.0.0.1"]
    for (index, text) in order.enumerated() {
      let address = try address(text)
      table.add(
        address, from: Observation(source: address, destination: nil, record: index + 1), input: 0)
    }
    #expect(table.records.map(\.address.description) == ["192.0.2.9", "10.0.0.1", "172.16.0.1"])
    #expect(table.records.map(\.firstPacket) == [1, 2, 4])
    #expect(table.records.map(\.packetCount) == [2, 2, 1])
  }

  @Test func firstAppearanceIsKeptWhenAnotherInputShowsTheAddress() throws {
    var table = AddressTable()
    let address = try address("2001:db8::1")
    table.add(address, from: Observation(source: address, destination: nil, record: 7), input: 1)
    table.add(address, from: Observation(source: address, destination: nil, record: 2), input: 3)
    #expect(table.records.map(\.firstInput) == [1])
    #expect(table.records.map(\.firstPacket) == [7])
  }

  @Test func packetsAndBytesAreSummed() throws {
    var table = AddressTable()
    let address = try address("10.0.0.1")
    for (packets, bytes) in [(3, 120), (0, 0), (4, 1500)] {
      table.add(
        address,
        from: Observation(
          source: address, destination: nil, record: 1, packetCount: packets, byteCount: bytes),
        input: 0)
    }
    #expect(table.records.map(\.packetCount) == [7])
    #expect(table.records.map(\.byteCount) == [1620])
  }

  @Test func countsThatALogClaimsSaturate() throws {
    var table = AddressTable()
    let address = try address("10.0.0.1")
    for _ in 0..<2 {
      table.add(
        address,
        from: Observation(
          source: address, destination: nil, record: 1, packetCount: .max, byteCount: .max - 1),
        input: 0)
    }
    #expect(table.records.map(\.packetCount) == [.max])
    #expect(table.records.map(\.byteCount) == [.max])
  }

  /// Captures of several interfaces are not in order of time.
  @Test func timesAreTheEarliestAndTheLatest() throws {
    var table = AddressTable()
    let address = try address("10.0.0.1")
    let times = try ["1331901005.5", "1331901001.25", "1331901009"].map(time)
    for timestamp in [times[0], nil, times[1], times[2], nil] {
      table.add(
        address,
        from: Observation(source: address, destination: nil, record: 1, timestamp: timestamp),
        input: 0)
    }
    #expect(table.records.map(\.firstTimestamp) == [times[1]])
    #expect(table.records.map(\.lastTimestamp) == [times[2]])
  }

  @Test func anAddressWithoutTimesHasNone() throws {
    var table = AddressTable()
    let address = try address("10.0.0.1")
    table.add(address, from: Observation(source: address, destination: nil, record: 1), input: 0)
    #expect(table.records.map(\.firstTimestamp) == [nil])
    #expect(table.records.map(\.lastTimestamp) == [nil])
  }

  /// Far beyond several growths of the index, both families in turn.
  @Test func everyDistinctAddressIsFoundAgain() {
    var addresses: [IPAddress] = []
    for number: UInt32 in 0..<10_000 {
      addresses.append(IPAddress(ipv4: number &* 2_654_435_761))
      addresses.append(
        IPAddress(family: .ipv6, high: UInt64(number) << 48, low: UInt64(number)))
    }
    var table = AddressTable()
    for address in addresses + addresses {
      table.add(
        address, from: Observation(source: address, destination: nil, record: 1), input: 0)
    }
    #expect(table.records.map(\.address) == addresses)
    #expect(table.records.allSatisfy { $0.packetCount == 2 })
  }

  /// The numbers of an IPv4 and an IPv6 address may be equal; the addresses are not.
  @Test func familiesAreKeptApart() {
    var table = AddressTable()
    for address in [IPAddress(ipv4: 1), IPAddress(family: .ipv6, high: 0, low: 1)] {
      table.add(
        address, from: Observation(source: address, destination: nil, record: 1), input: 0)
    }
    #expect(table.records.count == 2)
  }
}
