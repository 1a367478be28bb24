/// The columns of a table of packets that tell how the ends of a packet behave.
struct TraitColumns: Sendable {
  /// The columns that are used, in any order; none is needed.
  static let names = ["iproto", "ipttl", "tsport", "tdport", "utsport", "utdport", "tcpflags"]

  private let ipProtocol: Int?
  private let timeToLive: Int?
  private let tcpSourcePort: Int?
  private let tcpDestinationPort: Int?
  private let udpSourcePort: Int?
  private let udpDestinationPort: Int?
  private let tcpFlags: Int?

  init(_ indices: [String: Int]) {
    ipProtocol = indices["iproto"]
    timeToLive = indices["ipttl"]
    tcpSourcePort = indices["tsport"]
    tcpDestinationPort = indices["tdport"]
    udpSourcePort = indices["utsport"]
    udpDestinationPort = indices["utdport"]
    tcpFlags = indices["tcpflags"]
  }

  /// What a data row says.
  ///
  /// - Throws: `badValue` for what is no number of its field's width.
  func traits(_ row: TableRow) throws(SkipReason) -> PacketTraits {
    PacketTraits(
      ipProtocol: try number(ipProtocol, row), timeToLive: try number(timeToLive, row),
      tcpPorts: (try number(tcpSourcePort, row), try number(tcpDestinationPort, row)),
      udpPorts: (try number(udpSourcePort, row), try number(udpDestinationPort, row)),
      tcpFlags: try number(tcpFlags, row))
  }

  private func number<Number: FixedWidthInteger>(
    _ column: Int?, _ row: TableRow
  ) throws(SkipReason) -> Number? {
    guard let count = try row.count(column) else { return nil }
    guard let number = Number(exactly: count) else { throw .badValue }
    return number
  }
}
