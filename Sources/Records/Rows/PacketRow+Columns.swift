/// What stands in one column of a row.
public enum ColumnValue: Sendable, Equatable {
  case absent
  case number(Int)
  case time(Timestamp)
  case address(IPAddress)
  case hardware(MACAddress)
  /// libpcap's name of the row's link type.
  case linkTypeName
  /// Where DHCP's options lie in the frame.
  case options(Range<Int>)
}

extension PacketRow {
  /// The one place that says which field stands in which column.
  ///
  /// Inlined into the writers: it is asked 45 times a packet.
  @inlinable
  @inline(__always)
  public func value(of column: PacketColumn) -> ColumnValue {
    switch column {
    case .timestamp: timestamp.map { .time($0) } ?? .absent
    case .id: .number(identifier)
    case .len: Self.number(originalByteCount)
    case .esrc: Self.hardware(fields.ethernetSource)
    case .edst: Self.hardware(fields.ethernetDestination)
    case .etype: Self.number(fields.etherType)
    case .vlan: Self.number(fields.vlanIdentifier)
    case .isrc: Self.address(source)
    case .idst: Self.address(destination)
    case .iproto: Self.number(fields.ipProtocol)
    case .iplen: Self.number(fields.ipTotalLength)
    case .ipttl: Self.number(fields.timeToLive)
    case .tsport: Self.number(fields.tcpSourcePort)
    case .tdport: Self.number(fields.tcpDestinationPort)
    case .twindow: Self.number(fields.tcpWindow)
    case .utsport: Self.number(fields.udpSourcePort)
    case .utdport: Self.number(fields.udpDestinationPort)
    case .ulen: Self.number(fields.udpLength)
    case .icmptype: Self.number(fields.icmpType)
    case .icmpcode: Self.number(fields.icmpCode)
    case .arpop: Self.number(fields.arpOperation)
    case .arpsrc: Self.hardware(fields.arpSourceHardware)
    case .arpdst: Self.hardware(fields.arpDestinationHardware)
    case .arppsrc: Self.address(fields.arpSourceProtocol)
    case .arppdst: Self.address(fields.arpDestinationProtocol)
    case .dnsopcode: Self.number(fields.dnsOpcode)
    case .ntpmode: Self.number(fields.ntpMode)
    case .bootpop: Self.number(fields.bootpOperation)
    case .bootpchaddr: Self.hardware(fields.bootpClientHardware)
    case .bootpciaddr: Self.address(fields.bootpClientAddress)
    case .bootpyiaddr: Self.address(fields.bootpYourAddress)
    case .bootpsiaddr: Self.address(fields.bootpServerAddress)
    case .bootpgiaddr: Self.address(fields.bootpGatewayAddress)
    case .dhcphoptions: fields.dhcpOptions.map { .options($0) } ?? .absent
    case .iperrorsrc: Self.address(fields.errorSource)
    case .iperrordst: Self.address(fields.errorDestination)
    case .iperrorproto: Self.number(fields.errorProtocol)
    case .uerrorsrc: Self.number(fields.errorUDPSourcePort)
    case .uerrordst: Self.number(fields.errorUDPDestinationPort)
    case .ipversion: Self.number(fields.ipVersion)
    case .tcpflags: Self.number(fields.tcpFlags)
    case .linktype: linkTypeName.isEmpty ? .absent : .linkTypeName
    case .capturedlen: Self.number(capturedByteCount)
    case .innersrc: Self.address(fields.innerSource)
    case .innerdst: Self.address(fields.innerDestination)
    }
  }

  @inlinable
  @inline(__always)
  static func number(_ field: (some FixedWidthInteger)?) -> ColumnValue {
    field.map { .number(Int(truncatingIfNeeded: $0)) } ?? .absent
  }

  @inlinable
  @inline(__always)
  static func address(_ field: IPAddress?) -> ColumnValue {
    field.map { .address($0) } ?? .absent
  }

  @inlinable
  @inline(__always)
  static func hardware(_ field: MACAddress?) -> ColumnValue {
    field.map { .hardware($0) } ?? .absent
  }
}

extension PacketColumn {
  /// What kind of value stands in a column, where one does.
  public enum Kind: Sendable {
    case number
    case time
    case text
  }

  public var kind: Kind {
    switch self {
    case .timestamp: .time
    case .esrc, .edst, .isrc, .idst, .arpsrc, .arpdst, .arppsrc, .arppdst, .bootpchaddr,
      .bootpciaddr, .bootpyiaddr, .bootpsiaddr, .bootpgiaddr, .dhcphoptions, .iperrorsrc,
      .iperrordst, .linktype, .innersrc, .innerdst:
      .text
    default: .number
    }
  }
}
