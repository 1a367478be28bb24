import Records
import Reporting
import TestSupport
import Testing

/// The text of rows is written byte by byte for speed; here it is held against the plain texts.
@Suite struct RowTextTests {
  private func csv(_ columns: [PacketColumn], _ rows: [PacketRow]) throws -> [Substring] {
    let text = try rendered { output in
      let sink = PacketCSV(columns: columns, to: output)
      for row in rows { sink.write(row, Span()) }
    }
    return text.split(separator: "\n").dropFirst().map { $0 }
  }

  private func row(_ change: (inout PacketRow) -> Void) -> PacketRow {
    var row = PacketRow()
    change(&row)
    return row
  }

  @Test func numbersAreTheirDecimalDigits() throws {
    let numbers =
      Array(0...1100)
      + (1...18).flatMap { digitCount -> [Int] in
        let power = (0..<digitCount).reduce(1) { product, _ in product * 10 }
        return [power - 1, power, power + 1, 7 * power]
      } + [.max, .min, -1, -10, -99, -123_456]
    let texts = try csv([.id], numbers.map { number in row { $0.identifier = number } })
    #expect(texts.map(String.init) == numbers.map { "\($0)" })
  }

  @Test func addressesAreTheirDescriptions() throws {
    var addresses = (0...255).map { IPAddress(ipv4: UInt32($0) &* 0x0101_0101) }
    let groups: [UInt64] = [0, 1, 0x10, 0x123, 0xffff]
    // Every place of every run of zeros.
    for pattern in 0..<256 {
      let parts = (0..<8).map { (place: Int) -> UInt64 in
        (pattern >> place) & 1 == 0 ? 0 : groups[1 + place % 4]
      }
      func half(_ parts: ArraySlice<UInt64>) -> UInt64 { parts.reduce(0) { $0 << 16 | $1 } }
      addresses.append(IPAddress(family: .ipv6, high: half(parts[..<4]), low: half(parts[4...])))
    }
    addresses.append(IPAddress(family: .ipv6, high: 0, low: 0xffff_c000_0201))
    addresses.append(IPAddress(family: .ipv6, high: 0, low: 0xffff_0000_0000))
    let texts = try csv([.isrc], addresses.map { address in row { $0.source = address } })
    #expect(texts.map(String.init) == addresses.map(\.description))
  }

  @Test func hardwareAddressesAreTheirDescriptions() throws {
    let address = MACAddress(bits: 0x0a1b_2c3d_4ef0)
    let texts = try csv([.esrc], [row { $0.fields.ethernetSource = address }])
    #expect(texts == ["0a:1b:2c:3d:4e:f0"])
    #expect(address.description == "0a:1b:2c:3d:4e:f0")
  }

  @Test func timesHaveTheDigitsOfTheirSource() throws {
    let times = (0...9).flatMap { digitCount in
      [Int64(0), -1, 1_331_901_000, -5_000_000_000, .max, .min].flatMap { seconds in
        [UInt32(0), 260_000_000, 999_999_999, 1].map { nanoseconds in
          Timestamp(
            seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: UInt8(digitCount))
        }
      }
    }
    let texts = try csv([.timestamp], times.map { time in row { $0.timestamp = time } })
    #expect(texts.map(String.init) == times.map(\.epochText))
  }

  @Test func absentValuesLeaveTheirFieldsEmpty() throws {
    let texts = try csv(PacketColumn.allCases, [PacketRow()])
    let separators = String(repeating: ",", count: PacketColumn.allCases.count - 2)
    #expect(texts.map(String.init) == [",0" + separators])
  }

  /// All columns are written another way than some are.
  @Test func allColumnsAtOnceAreTheColumnsOneByOne() throws {
    var random = SplitMix64(state: 7)
    let rows = (0..<400).map { _ in randomRow(&random) }
    let frame: [UInt8] = (0..<64).map { [53, 1, UInt8($0)][$0 % 3] }
    func text(_ columns: [PacketColumn]) throws -> [Substring] {
      let text = try rendered { output in
        let sink = PacketCSV(columns: columns, to: output)
        for row in rows { sink.write(row, frame.span) }
      }
      return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map { $0 }
    }
    let columns = try PacketColumn.allCases.map { try text([$0]) }
    let whole = try text(PacketColumn.allCases)
    for index in rows.indices {
      #expect(whole[index] == columns.map { $0[index] }.joined(separator: ","))
    }
    // Columns that are always absent, or never, would show little.
    for (column, texts) in zip(PacketColumn.allCases, columns) where column != .id {
      #expect((20..<380).contains(texts.dropLast().count { $0.isEmpty }), "\(column)")
    }
  }

  /// A row of which every header is absent as often as not, and then every field of it.
  private func randomRow(_ random: inout SplitMix64) -> PacketRow {
    var lacksHeader = false
    func begin() { lacksHeader = random.below(2) == 0 }
    func some<Value>(_ value: (Int) -> Value) -> Value? {
      lacksHeader || random.below(3) == 0 ? nil : value(Int(truncatingIfNeeded: random.next() >> 1))
    }
    func number<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      some { Number(truncatingIfNeeded: $0 >> ($0 & 15)) }
    }
    func hardware() -> MACAddress? { some { MACAddress(bits: UInt64($0) & 0xffff_ffff_ffff) } }
    func address() -> IPAddress? {
      some {
        $0 & 1 == 0
          ? IPAddress(ipv4: UInt32(truncatingIfNeeded: $0 >> 8))
          : IPAddress(family: .ipv6, high: UInt64($0), low: UInt64($0 & 0xff))
      }
    }
    var row = PacketRow()
    row.identifier = random.below(1 << 40)
    row.timestamp = some {
      Timestamp(
        seconds: Int64($0 >> 20), nanoseconds: UInt32($0 & 0xfffffff),
        fractionDigitCount: UInt8($0 % 10))
    }
    (row.originalByteCount, row.capturedByteCount) = (number(Int.self), number(Int.self))
    row.linkTypeName = some { _ in Array("EN10MB".utf8) } ?? []
    (row.source, row.destination) = (address(), address())
    var fields = PacketFields()
    (fields.ethernetSource, fields.ethernetDestination) = (hardware(), hardware())
    (fields.etherType, fields.vlanIdentifier) = (number(UInt16.self), number(UInt16.self))
    (fields.ipVersion, fields.ipProtocol) = (number(UInt8.self), number(UInt8.self))
    (fields.ipTotalLength, fields.timeToLive) = (number(UInt32.self), number(UInt8.self))
    (fields.dnsOpcode, fields.ntpMode) = (number(UInt8.self), number(UInt8.self))
    fields.tcpFlags = number(UInt16.self)
    begin()
    (fields.tcpSourcePort, fields.tcpDestinationPort) = (number(UInt16.self), number(UInt16.self))
    fields.tcpWindow = number(UInt16.self)
    begin()
    (fields.udpSourcePort, fields.udpDestinationPort) = (number(UInt16.self), number(UInt16.self))
    fields.udpLength = number(UInt16.self)
    begin()
    (fields.icmpType, fields.icmpCode) = (number(UInt8.self), number(UInt8.self))
    begin()
    fields.arpOperation = number(UInt16.self)
    (fields.arpSourceHardware, fields.arpDestinationHardware) = (hardware(), hardware())
    (fields.arpSourceProtocol, fields.arpDestinationProtocol) = (address(), address())
    begin()
    (fields.bootpOperation, fields.bootpClientHardware) = (number(UInt8.self), hardware())
    (fields.bootpClientAddress, fields.bootpYourAddress) = (address(), address())
    (fields.bootpServerAddress, fields.bootpGatewayAddress) = (address(), address())
    fields.dhcpOptions = some { $0 % 30..<$0 % 30 + 3 }
    begin()
    (fields.errorSource, fields.errorDestination) = (address(), address())
    fields.errorProtocol = number(UInt8.self)
    (fields.errorUDPSourcePort, fields.errorUDPDestinationPort) = (
      number(UInt16.self), number(UInt16.self)
    )
    begin()
    (fields.innerSource, fields.innerDestination) = (address(), address())
    row.fields = fields
    return row
  }

  @Test func theLongestRowFitsInItsPlace() throws {
    let longest = IPAddress(
      family: .ipv6, high: 0xffff_ffff_ffff_ffff, low: 0xffff_ffff_ffff_ffff)
    var row = PacketRow()
    row.identifier = .min
    row.timestamp = Timestamp(seconds: .min, nanoseconds: 1, fractionDigitCount: 9)
    (row.source, row.destination) = (longest, longest)
    row.linkTypeName = Array(repeating: 0x41, count: 64)
    row.fields.arpSourceProtocol = longest
    row.fields.errorSource = longest
    row.fields.innerSource = longest
    row.fields.dhcpOptions = 0..<2000
    let frame: [UInt8] = (0..<2000).map { [200, 3, 1, 2, 3][$0 % 5] }
    let rows = 200
    let text = try rendered { output in
      let csv = PacketCSV(columns: PacketColumn.allCases, to: output)
      let ndjson = PacketNDJSON(columns: PacketColumn.allCases, to: output)
      for _ in 0..<rows {
        csv.write(row, frame.span)
        ndjson.write(row, frame.span)
      }
    }
    let lines = text.split(separator: "\n").dropFirst(2)
    #expect(lines.count == 2 * rows)
    #expect(Set(lines).count == 2)
  }
}
