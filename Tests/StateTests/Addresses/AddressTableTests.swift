import Features
import Records
import State
import Testing

@Suite struct AddressTableTests {
  private static func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("'\(text)' is an address") }
    return address
  }

  private static func time(_ seconds: Int64, _ digits: UInt8 = 6) -> Timestamp {
    Timestamp(seconds: seconds, nanoseconds: 500_000_000, fractionDigitCount: digits)
  }

  private static func record(
    _ address: String, packets: Int = 1, bytes: Int = 100, _ first: Timestamp? = nil,
    _ last: Timestamp? = nil
  ) -> AddressRecord {
    AddressRecord(
      address: Self.address(address), firstInput: 0, firstPacket: 1, packetCount: packets,
      byteCount: bytes, firstTimestamp: first, lastTimestamp: last)
  }

  private static func history(
    _ address: String, packets: Int, bytes: Int, _ first: Timestamp?, _ last: Timestamp?,
    days: Int
  ) -> AddressHistory {
    AddressHistory(
      side: .source, address: Self.address(address), packetCount: packets, byteCount: bytes,
      firstTimestamp: first, lastTimestamp: last, activeDayCount: days)
  }

  /// Two days and packets without a time, the days not in order.
  private static func store(_ folder: StateFolder) throws -> StateStore {
    let store = try folder.store()
    try store.write { writer throws(StateFailure) in
      try writer.add(
        [
          record("10.0.0.2", packets: 4, bytes: 400, time(86_500), time(86_900, 9)),
          record("10.0.0.1", time(86_400), time(86_400)),
          record("::ffff:10.0.0.1", time(86_400), time(86_400)),
        ], on: .source, day: 1)
      try writer.add([record("10.0.0.2", time(5, 3), time(7))], on: .source, day: 0)
      try writer.add([record("10.0.0.2", packets: 2)], on: .source, day: nil)
      try writer.add([record("10.0.0.2", time(86_450), time(86_900, 1))], on: .source, day: 1)
      try writer.add([record("10.0.0.2", packets: 70)], on: .destination, day: nil)
    }
    return store
  }

  @Test func summariesHoldAllDaysAndPacketsWithoutATime() throws {
    let folder = try StateFolder()
    try Self.store(folder).read { reader throws(StateFailure) in
      #expect(
        try reader.history(of: Self.address("10.0.0.2"), on: .source)
          == Self.history(
            "10.0.0.2", packets: 8, bytes: 700, Self.time(5, 3), Self.time(86_900, 9), days: 2))
      #expect(
        try reader.history(of: Self.address("10.0.0.2"), on: .destination)?.packetCount == 70)
      #expect(try reader.history(of: Self.address("10.0.0.1"), on: .destination) == nil)
      #expect(
        try reader.history(of: Self.address("::ffff:10.0.0.1"), on: .source)?.packetCount == 1)
    }
  }

  @Test func aPopulationIsInTheOrderOfAddressesAndOfOneFamily() throws {
    let folder = try StateFolder()
    try Self.store(folder).read { reader throws(StateFailure) in
      let all = try reader.addresses(on: .source, of: .ipv4, days: nil)
      #expect(all.map(\.address.description) == ["10.0.0.1", "10.0.0.2"])
      #expect(all.map(\.activeDayCount) == [1, 2] && all.map(\.packetCount) == [1, 8])
      #expect(
        try reader.addresses(on: .source, of: .ipv6, days: nil).map(\.address.description)
          == ["::ffff:10.0.0.1"])
      #expect(try reader.addresses(on: .destination, of: .ipv6, days: nil).isEmpty)
    }
  }

  @Test func daysLeaveOutWhatIsOfOthers() throws {
    let folder = try StateFolder()
    try Self.store(folder).read { reader throws(StateFailure) in
      let second = try reader.addresses(on: .source, of: .ipv4, days: 1..<2)
      #expect(
        second == [
          Self.history(
            "10.0.0.1", packets: 1, bytes: 100, Self.time(86_400), Self.time(86_400), days: 1),
          Self.history(
            "10.0.0.2", packets: 5, bytes: 500, Self.time(86_450), Self.time(86_900, 9), days: 1),
        ])
      let both = try reader.addresses(on: .source, of: .ipv4, days: .min ..< .max)
      #expect(
        both.last
          == Self.history(
            "10.0.0.2", packets: 6, bytes: 600, Self.time(5, 3), Self.time(86_900, 9), days: 2))
      #expect(try reader.addresses(on: .source, of: .ipv4, days: 0..<1).count == 1)
      #expect(try reader.addresses(on: .source, of: .ipv4, days: 2..<9).isEmpty)
      #expect(try reader.addresses(on: .source, of: .ipv4, days: 1..<1).isEmpty)
    }
  }

  @Test func theRangeOfDaysIsThatOfPacketsWithATime() throws {
    let folder = try StateFolder()
    let store = try folder.store()
    try store.write { writer throws(StateFailure) in
      #expect(try writer.reader.dayRange() == nil)
      try writer.add([Self.record("::1")], on: .source, day: nil)
      #expect(try writer.reader.dayRange() == nil)
      try writer.add([Self.record("::1")], on: .destination, day: -3)
      #expect(try writer.reader.dayRange() == -3 ... -3)
      try writer.add([Self.record("10.0.0.1")], on: .source, day: 20_000)
      #expect(try writer.reader.dayRange() == -3...20_000)
    }
  }

  @Test func countsEndAtTheLargestNumber() throws {
    let store = try StateFolder().store()
    try store.write { writer throws(StateFailure) in
      for day in [0, 0, 1] as [Int64] {
        try writer.add(
          [Self.record("10.0.0.1", packets: .max - 1, bytes: .max)], on: .source, day: day)
      }
      let summary = try writer.reader.history(of: Self.address("10.0.0.1"), on: .source)
      #expect(summary?.packetCount == .max && summary?.byteCount == .max)
      let both = try writer.reader.addresses(on: .source, of: .ipv4, days: 0..<2)
      #expect(both.map(\.packetCount) == [.max] && both.map(\.byteCount) == [.max])
    }
  }

  @Test func anAddressMayComeTwiceAtOnce() throws {
    let store = try StateFolder().store()
    try store.write { writer throws(StateFailure) in
      try writer.add(
        [Self.record("10.0.0.1"), Self.record("10.0.0.1", packets: 2)], on: .source, day: 4)
      let summary = try writer.reader.history(of: Self.address("10.0.0.1"), on: .source)
      #expect(summary?.packetCount == 3 && summary?.activeDayCount == 1)
    }
  }
}
