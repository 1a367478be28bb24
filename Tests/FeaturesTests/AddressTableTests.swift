import Features
import Records
import Testing

@Suite struct AddressTableTests {
  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  /// A table of sources to which `observations` were added in batches of `batchCount`.
  private func table(
    _ observations: [Observation], family: AddressFamily = .ipv4, input: Int = 0,
    batchCount: Int = 3
  ) -> AddressTable {
    var table = AddressTable(side: .source, family: family)
    for start in stride(from: 0, to: observations.count, by: batchCount) {
      let end = min(start + batchCount, observations.count)
      table.add(observations.span.extracting(start..<end), input: input)
    }
    return table
  }

  private func packet(
    _ source: String, record: Int = 1, timestamp: Timestamp? = nil, packetCount: Int = 1,
    byteCount: Int = 0
  ) throws -> Observation {
    let address: IPAddress = try #require(IPAddress(source))
    return Observation(
      source: address, destination: nil, record: record, timestamp: timestamp,
      packetCount: packetCount, byteCount: byteCount)
  }

  @Test(arguments: 1...6) func addressesStandInOrderOfFirstAppearance(batchCount: Int) throws {
    let order = ["192.0.2.9", "10.0.0.1", "192.0.2.9", "172.16.0.1", "10.0.0.1"]
    let table = table(
      try order.enumerated().map { try packet($1, record: $0 + 1) }, batchCount: batchCount)
    #expect(
      table.records.map(\.address.description) == ["192.0.2.9", "10.0.0.1", "172.16.0.1"])
    #expect(table.records.map(\.firstPacket) == [1, 2, 4])
    #expect(table.records.map(\.packetCount) == [2, 2, 1])
  }

  @Test func onlyTheSideAndTheFamilyAskedForAreCounted() throws {
    let address = try #require(IPAddress("10.0.0.1"))
    let other = try #require(IPAddress("2001:db8::1"))
    let observations = [
      Observation(source: other, destination: address, record: 1),
      Observation(source: nil, destination: address, record: 2),
      Observation(source: address, destination: nil, record: 3),
    ]
    #expect(table(observations).records.map(\.firstPacket) == [3])
    #expect(table(observations, family: .ipv6).records.map(\.address) == [other])
    var destinations = AddressTable(side: .destination, family: .ipv4)
    destinations.add(observations.span, input: 0)
    #expect(destinations.records.map(\.packetCount) == [2])
  }

  @Test func firstAppearanceIsKeptWhenAnotherInputShowsTheAddress() throws {
    var table = table([try packet("2001:db8::1", record: 7)], family: .ipv6, input: 1)
    table.add([try packet("2001:db8::1", record: 2)].span, input: 3)
    #expect(table.records.map(\.firstInput) == [1])
    #expect(table.records.map(\.firstPacket) == [7])
  }

  @Test func packetsAndBytesAreSummed() throws {
    let table = table(
      try [(3, 120), (0, 0), (4, 1500)].map {
        try packet("10.0.0.1", packetCount: $0.0, byteCount: $0.1)
      })
    #expect(table.records.map(\.packetCount) == [7])
    #expect(table.records.map(\.byteCount) == [1620])
  }

  @Test func recordNumbersThatATableClaimsSaturate() throws {
    let table = table([try packet("10.0.0.1", record: .max)])
    #expect(table.records.map(\.firstPacket) == [(1 << 56) - 1])
    #expect(table.records.map(\.firstTimestamp) == [nil])
  }

  @Test func countsThatALogClaimsSaturate() throws {
    let huge = try packet("10.0.0.1", packetCount: .max, byteCount: .max - 1)
    let table = table([huge, huge])
    #expect(table.records.map(\.packetCount) == [.max])
    #expect(table.records.map(\.byteCount) == [.max])
  }

  /// Captures of several interfaces are not in order of time, and their digits differ.
  @Test func timesAreTheEarliestAndTheLatest() throws {
    let times = try ["1331901005.5", "1331901001.25", "1331901009"].map(time)
    let table = table(
      try [times[0], nil, times[1], times[2], nil].map { try packet("10.0.0.1", timestamp: $0) })
    #expect(table.records.map(\.firstTimestamp) == [times[1]])
    #expect(table.records.map(\.lastTimestamp) == [times[2]])
  }

  @Test func timesBeyondAnyCalendarAreKept() throws {
    let early = Timestamp(seconds: .min, nanoseconds: 999_999_999, fractionDigitCount: 9)
    let late = Timestamp(seconds: .max, nanoseconds: 1, fractionDigitCount: 0)
    let table = table(try [late, early].map { try packet("10.0.0.1", timestamp: $0) })
    #expect(table.records.map(\.firstTimestamp) == [early])
    #expect(table.records.map(\.lastTimestamp) == [late])
  }

  @Test func anAddressWithoutTimesHasNone() throws {
    let table = table([try packet("10.0.0.1")])
    #expect(table.records.map(\.firstTimestamp) == [nil])
    #expect(table.records.map(\.lastTimestamp) == [nil])
  }

  /// Far beyond several growths of the index.
  @Test func everyDistinctAddressIsFoundAgain() {
    let narrow = (0..<10_000).map { IPAddress(ipv4: UInt32($0) &* 2_654_435_761) }
    // The lowest 32 bits of these, by which they are compared first, are all the same.
    let wide = (0..<10_000).map { (number: UInt64) -> IPAddress in
      IPAddress(family: .ipv6, high: (number % 100) << 48, low: (number / 100) << 32)
    }
    for (addresses, family) in [(narrow, AddressFamily.ipv4), (wide, .ipv6)] {
      let observations = (addresses + addresses).map {
        Observation(source: $0, destination: nil, record: 1)
      }
      let table = table(observations, family: family, batchCount: 256)
      #expect(table.records.map(\.address) == addresses)
      #expect(table.records.allSatisfy { $0.packetCount == 2 })
      #expect(addresses.allSatisfy(table.contains))
    }
  }

  /// Wherever the records are split between two inputs, merging gives the table of both.
  @Test func mergedTablesAreThoseOfAllRecords() throws {
    let observations = try (0..<40).map { index in
      try packet(
        "10.0.\(index % 3).\(index % 7)", record: index + 1,
        timestamp: index % 4 == 0
          ? nil : Timestamp(seconds: Int64(50 - index), nanoseconds: 0, fractionDigitCount: 0),
        byteCount: index)
    }
    let whole = table(observations)
    for cut in observations.indices {
      var merged = table(Array(observations[..<cut]))
      merged.merge(table(Array(observations[cut...])))
      #expect(Array(merged.records) == Array(whole.records), "cut at \(cut)")
    }
  }
}

@Suite struct AddressTablesTests {
  private func tables(_ pairs: [(UInt32, UInt32)]) -> AddressTables {
    var tables = AddressTables()
    let observations = pairs.enumerated().map { index, pair in
      Observation(
        source: IPAddress(ipv4: pair.0), destination: IPAddress(ipv4: pair.1), record: index + 1)
    }
    tables.add(observations.span, input: 0)
    return tables
  }

  @Test func plainPacketsAreCountedAsTheirObservationsAre() {
    let observations = (0..<600).map { index in
      let moment = index % 9 == 0 ? 1_000 - index : 1_000 + index / 2
      return Observation(
        source: IPAddress(ipv4: UInt32(index * 7 % 130)),
        destination: IPAddress(ipv4: UInt32(index * 5 % 31)), record: index * 2 + 1,
        timestamp: Timestamp(
          seconds: Int64(moment), nanoseconds: UInt32(index % 3),
          fractionDigitCount: index % 50 == 0 ? 6 : 9), byteCount: index)
    }
    let packets = observations.compactMap { PlainPacket($0) }
    var (general, plain) = (AddressTables(), AddressTables())
    for start in stride(from: 0, to: 600, by: 200) {
      general.add(observations.span.extracting(start..<start + 200), input: 3)
      plain.add(packets.span.extracting(start..<start + 200), input: 3)
    }
    #expect(packets.map(\.observation) == observations)
    #expect(plain.tables.map { Array($0.records) } == general.tables.map { Array($0.records) })
    #expect(plain.tables.map(\.count) == [130, 0, 31, 0])
  }

  @Test func packetsOfAddressesThatReceiveNothingAreOneWay() {
    #expect(tables([(1, 2), (2, 1), (1, 2)]).oneWayPacketCount == 0)
    #expect(tables([(1, 2), (3, 2), (3, 2), (2, 1)]).oneWayPacketCount == 2)
  }

  @Test func oneSideAloneCannotTellWhatIsOneWay() {
    #expect(AddressTables(sides: [.source]).oneWayPacketCount == nil)
  }
}
