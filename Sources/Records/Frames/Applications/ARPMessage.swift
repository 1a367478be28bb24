/// An ARP or RARP message, RFC 826 and RFC 903; what was not captured is nil.
struct ARPMessage {
  private static let protocolTypeOffset = 2
  private static let sizesOffset = 4
  private static let operationOffset = 6
  private static let sourceHardwareOffset = 8
  private static let sourceProtocolOffset = 14
  private static let destinationHardwareOffset = 18
  private static let destinationProtocolOffset = 24

  private static let ipv4: UInt16 = 0x0800
  /// Six bytes of hardware address, four of protocol address.
  private static let ethernetAndIPv4: UInt16 = 0x0604

  let operation: UInt16?
  // Nil as well for addresses of other sizes.
  let sourceHardware: MACAddress?
  let sourceProtocol: IPAddress?
  let destinationHardware: MACAddress?
  let destinationProtocol: IPAddress?

  init(_ frame: Span<UInt8>, at offset: Int) {
    operation = frame.uint16(at: offset + Self.operationOffset)
    guard frame.uint16(at: offset + Self.protocolTypeOffset) == Self.ipv4,
      frame.uint16(at: offset + Self.sizesOffset) == Self.ethernetAndIPv4
    else {
      (sourceHardware, sourceProtocol) = (nil, nil)
      (destinationHardware, destinationProtocol) = (nil, nil)
      return
    }
    sourceHardware = frame.macAddress(at: offset + Self.sourceHardwareOffset)
    sourceProtocol = frame.ipv4Address(at: offset + Self.sourceProtocolOffset)
    destinationHardware = frame.macAddress(at: offset + Self.destinationHardwareOffset)
    destinationProtocol = frame.ipv4Address(at: offset + Self.destinationProtocolOffset)
  }
}
