import Features
import Foundation
import Records
import Reporting
import Testing

@Suite struct ExtractFormatTests {
  /// A row in which every column has a value, and the frame that its options lie in.
  static let full: (row: PacketRow, frame: [UInt8]) = {
    var row = PacketRow()
    let (v4, v6) = (IPAddress(ipv4: 0x0a00_0001), IPAddress(family: .ipv6, high: 1 << 61, low: 9))
    let hardware = MACAddress(bits: 0x0200_0a00_0001)
    row.identifier = 41
    row.timestamp = Timestamp(
      seconds: 1_331_901_000, nanoseconds: 260_000_000, fractionDigitCount: 6)
    (row.originalByteCount, row.capturedByteCount) = (1514, 96)
    row.linkTypeName = Array("EN10MB".utf8)
    (row.source, row.destination) = (v4, v6)
    row.fields.ethernetSource = hardware
    row.fields.ethernetDestination = hardware
    (row.fields.etherType, row.fields.vlanIdentifier) = (0x8100, 10)
    (row.fields.ipVersion, row.fields.ipProtocol, row.fields.timeToLive) = (4, 17, 64)
    row.fields.ipTotalLength = 1500
    (row.fields.tcpSourcePort, row.fields.tcpDestinationPort) = (1, 2)
    (row.fields.tcpWindow, row.fields.tcpFlags) = (65_535, 0x112)
    (row.fields.udpSourcePort, row.fields.udpDestinationPort, row.fields.udpLength) = (3, 4, 5)
    (row.fields.icmpType, row.fields.icmpCode) = (3, 1)
    row.fields.arpOperation = 1
    (row.fields.arpSourceHardware, row.fields.arpDestinationHardware) = (hardware, hardware)
    (row.fields.arpSourceProtocol, row.fields.arpDestinationProtocol) = (v4, v4)
    (row.fields.dnsOpcode, row.fields.ntpMode, row.fields.bootpOperation) = (0, 3, 1)
    row.fields.bootpClientHardware = hardware
    (row.fields.bootpClientAddress, row.fields.bootpYourAddress) = (v4, v4)
    (row.fields.bootpServerAddress, row.fields.bootpGatewayAddress) = (v4, v4)
    row.fields.dhcpOptions = 2..<7
    (row.fields.errorSource, row.fields.errorDestination) = (v4, v4)
    (row.fields.errorProtocol, row.fields.errorUDPSourcePort) = (17, 6)
    row.fields.errorUDPDestinationPort = 7
    (row.fields.innerSource, row.fields.innerDestination) = (v6, v6)
    return (row, [0, 0, 53, 1, 3, 255, 0])
  }()

  static let account = ExtractAccount(inputs: SampleReport.everything.inputs)

  private func ndjson(_ columns: [PacketColumn] = PacketColumn.allCases) throws -> String {
    try rendered { output in
      let sink = PacketNDJSON(columns: columns, to: output)
      sink.write(Self.full.row, Self.full.frame.span)
      sink.write(PacketRow(), Span())
      sink.finish(Self.account)
    }
  }

  static let addresses: AddressRows = {
    var tables = AddressTables()
    let observations = [
      Observation(
        source: IPAddress(ipv4: 1), destination: IPAddress(family: .ipv6, high: 0, low: 1),
        record: 3, timestamp: full.row.timestamp, packetCount: 1, byteCount: 60),
      Observation(source: IPAddress(ipv4: 1), destination: nil, record: 4),
    ]
    tables.add(observations.span, input: 1)
    return AddressRows(tables, recordOffsets: [0, 100])
  }()

  @Test func looksAsRecorded() throws {
    let csv = try rendered { output in
      let sink = PacketCSV(columns: PacketColumn.allCases, to: output)
      sink.write(Self.full.row, Self.full.frame.span)
      sink.write(PacketRow(), Span())
    }
    try Golden.expect(csv, equals: "extract.csv")
    try Golden.expect(try ndjson(), equals: "extract.ndjson")
    try Golden.expect(
      try rendered { AddressCSV.write(Self.addresses, to: $0) }, equals: "addresses.csv")
    try Golden.expect(
      try rendered { AddressNDJSON.write(Self.addresses, Self.account, to: $0) },
      equals: "addresses.ndjson")
  }

  @Test(.enabled(if: SchemaJudge.isInstalled))
  func recordsFollowTheirSchema() throws {
    let addresses = try rendered { AddressNDJSON.write(Self.addresses, Self.account, to: $0) }
    for text in [try ndjson(), try ndjson([.linktype]), addresses] {
      #expect(try SchemaJudge.misses(extract: Array(text.utf8)) == "")
    }
  }

  @Test func everyRecordIsReadByFoundation() throws {
    let records = try ndjson().split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(records.count == 4)
    #expect(records[0]["columns"] as? [String] == PacketColumn.allCases.map(\.rawValue))
    #expect(Set(records[1].keys) == Set(PacketColumn.allCases.map(\.rawValue)))
    #expect(Set(records[2].keys) == ["id"])
    #expect(records[3]["rowCount"] as? Int == 2)
  }
}
