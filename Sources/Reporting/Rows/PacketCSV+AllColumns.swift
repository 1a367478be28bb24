import Records

extension PacketCSV {
  /// Writes all columns in their order, a comma behind each.
  ///
  /// The same as asking `PacketRow.value(of:)` for one after the other, written out: which column is
  /// next, and of what kind its value is, costs more than most values when it is asked 45 times a
  /// packet. Where a packet lacks a header, as many commas stand for its columns, eight at most.
  static func writeAll(
    _ row: PacketRow, _ frame: Span<UInt8>, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    let fields = row.fields
    cell(row.timestamp, &bytes, &offset)
    cell(row.identifier, &bytes, &offset)
    cell(row.originalByteCount, &bytes, &offset)
    cell(fields.ethernetSource, &bytes, &offset)
    cell(fields.ethernetDestination, &bytes, &offset)
    cell(fields.etherType, &bytes, &offset)
    cell(fields.vlanIdentifier, &bytes, &offset)
    cell(row.source, &bytes, &offset)
    cell(row.destination, &bytes, &offset)
    cell(fields.ipProtocol, &bytes, &offset)
    cell(fields.ipTotalLength, &bytes, &offset)
    cell(fields.timeToLive, &bytes, &offset)
    if fields.lacks(.tcp) {
      commas(3, &bytes, &offset)
    } else {
      cell(fields.tcpSourcePort, &bytes, &offset)
      cell(fields.tcpDestinationPort, &bytes, &offset)
      cell(fields.tcpWindow, &bytes, &offset)
    }
    if fields.lacks(.udp) {
      commas(3, &bytes, &offset)
    } else {
      cell(fields.udpSourcePort, &bytes, &offset)
      cell(fields.udpDestinationPort, &bytes, &offset)
      cell(fields.udpLength, &bytes, &offset)
    }
    if fields.lacks(.icmp) {
      commas(2, &bytes, &offset)
    } else {
      cell(fields.icmpType, &bytes, &offset)
      cell(fields.icmpCode, &bytes, &offset)
    }
    if fields.lacks(.arp) {
      commas(5, &bytes, &offset)
    } else {
      cell(fields.arpOperation, &bytes, &offset)
      cell(fields.arpSourceHardware, &bytes, &offset)
      cell(fields.arpDestinationHardware, &bytes, &offset)
      cell(fields.arpSourceProtocol, &bytes, &offset)
      cell(fields.arpDestinationProtocol, &bytes, &offset)
    }
    cell(fields.dnsOpcode, &bytes, &offset)
    cell(fields.ntpMode, &bytes, &offset)
    if fields.lacks(.bootp) {
      commas(7, &bytes, &offset)
    } else {
      cell(fields.bootpOperation, &bytes, &offset)
      cell(fields.bootpClientHardware, &bytes, &offset)
      cell(fields.bootpClientAddress, &bytes, &offset)
      cell(fields.bootpYourAddress, &bytes, &offset)
      cell(fields.bootpServerAddress, &bytes, &offset)
      cell(fields.bootpGatewayAddress, &bytes, &offset)
      cell(fields.dhcpOptions, frame, &bytes, &offset)
    }
    if fields.lacks(.icmpError) {
      commas(5, &bytes, &offset)
    } else {
      cell(fields.errorSource, &bytes, &offset)
      cell(fields.errorDestination, &bytes, &offset)
      cell(fields.errorProtocol, &bytes, &offset)
      cell(fields.errorUDPSourcePort, &bytes, &offset)
      cell(fields.errorUDPDestinationPort, &bytes, &offset)
    }
    cell(fields.ipVersion, &bytes, &offset)
    cell(fields.tcpFlags, &bytes, &offset)
    cell(row.linkTypeName.span, &bytes, &offset)
    cell(row.capturedByteCount, &bytes, &offset)
    if fields.lacks(.tunnel) {
      commas(2, &bytes, &offset)
    } else {
      cell(fields.innerSource, &bytes, &offset)
      cell(fields.innerDestination, &bytes, &offset)
    }
  }

  @inline(__always)
  private static func commas(_ count: Int, _ bytes: inout RowBytes, _ offset: inout Int) {
    RowText.word(0x2c2c_2c2c_2c2c_2c2c, count, &bytes, &offset)
  }

  @inline(__always)
  private static func comma(_ bytes: inout RowBytes, _ offset: inout Int) {
    RowText.byte(UInt8(ascii: ","), &bytes, &offset)
  }

  @inline(__always)
  private static func cell(
    _ number: (some FixedWidthInteger)?, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    guard let number else { return comma(&bytes, &offset) }
    write(Int(truncatingIfNeeded: number), &bytes, &offset)
  }

  @inline(__always)
  private static func cell(
    _ address: IPAddress?, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    guard let address else { return comma(&bytes, &offset) }
    write(address, &bytes, &offset)
  }

  @inline(__always)
  private static func cell(
    _ address: MACAddress?, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    guard let address else { return comma(&bytes, &offset) }
    write(address, &bytes, &offset)
  }

  @inline(__always)
  private static func cell(_ time: Timestamp?, _ bytes: inout RowBytes, _ offset: inout Int) {
    if let time { RowText.time(time, &bytes, &offset) }
    comma(&bytes, &offset)
  }

  @inline(__always)
  private static func cell(
    _ text: Span<UInt8>, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    RowText.copy(text, &bytes, &offset)
    comma(&bytes, &offset)
  }

  @inline(__always)
  private static func cell(
    _ options: Range<Int>?, _ frame: Span<UInt8>, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    if let options { RowText.options(frame, options, &bytes, &offset) }
    comma(&bytes, &offset)
  }

  // Not inlined, so that what stands 45 times above stays small.

  @inline(never)
  private static func write(_ number: Int, _ bytes: inout RowBytes, _ offset: inout Int) {
    RowText.decimal(number, &bytes, &offset)
    comma(&bytes, &offset)
  }

  @inline(never)
  private static func write(_ address: IPAddress, _ bytes: inout RowBytes, _ offset: inout Int) {
    RowText.address(address, &bytes, &offset)
    comma(&bytes, &offset)
  }

  @inline(never)
  private static func write(_ address: MACAddress, _ bytes: inout RowBytes, _ offset: inout Int) {
    RowText.hardware(address, &bytes, &offset)
    comma(&bytes, &offset)
  }
}

extension PacketFields {
  /// Headers that a packet has or has not, each with several columns.
  fileprivate enum Header {
    case tcp
    case udp
    case icmp
    case arp
    case bootp
    case icmpError
    case tunnel
  }

  /// Whether no field of `header` is there; of TCP but for its flags.
  @inline(__always)
  fileprivate func lacks(_ header: Header) -> Bool {
    switch header {
    case .tcp: tcpSourcePort == nil && tcpDestinationPort == nil && tcpWindow == nil
    case .udp: udpSourcePort == nil && udpDestinationPort == nil && udpLength == nil
    case .icmp: icmpType == nil && icmpCode == nil
    case .arp:
      arpOperation == nil && arpSourceHardware == nil && arpDestinationHardware == nil
        && arpSourceProtocol == nil && arpDestinationProtocol == nil
    case .bootp:
      bootpOperation == nil && bootpClientHardware == nil && bootpClientAddress == nil
        && bootpYourAddress == nil && bootpServerAddress == nil && bootpGatewayAddress == nil
        && dhcpOptions == nil
    case .icmpError:
      errorSource == nil && errorDestination == nil && errorProtocol == nil
        && errorUDPSourcePort == nil && errorUDPDestinationPort == nil
    case .tunnel: innerSource == nil && innerDestination == nil
    }
  }
}
