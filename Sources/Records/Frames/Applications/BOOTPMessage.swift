/// A BOOTP or DHCP message, RFC 951 and RFC 2131 section 2; what was not captured is nil.
struct BOOTPMessage {
  private static let operationOffset = 0
  private static let hardwareLengthOffset = 2
  private static let clientAddressOffset = 12
  private static let yourAddressOffset = 16
  private static let serverAddressOffset = 20
  private static let gatewayAddressOffset = 24
  private static let clientHardwareOffset = 28
  private static let magicOffset = 236
  private static let optionsOffset = 240

  private static let ethernetLength: UInt8 = 6
  /// RFC 2131 section 3: the options of DHCP follow.
  private static let magic: UInt32 = 0x6382_5363

  static let serverPort: UInt16 = 67
  static let clientPort: UInt16 = 68

  let operation: UInt8?
  let clientAddress: IPAddress?
  let yourAddress: IPAddress?
  let serverAddress: IPAddress?
  let gatewayAddress: IPAddress?
  /// Nil as well for hardware addresses of another length.
  let clientHardware: MACAddress?
  /// To the end of the packet.
  let options: Range<Int>?

  init(_ packet: Span<UInt8>, at offset: Int) {
    operation = packet.uint8(at: offset + Self.operationOffset)
    clientAddress = packet.ipv4Address(at: offset + Self.clientAddressOffset)
    yourAddress = packet.ipv4Address(at: offset + Self.yourAddressOffset)
    serverAddress = packet.ipv4Address(at: offset + Self.serverAddressOffset)
    gatewayAddress = packet.ipv4Address(at: offset + Self.gatewayAddressOffset)
    let length = packet.uint8(at: offset + Self.hardwareLengthOffset)
    clientHardware =
      length == Self.ethernetLength
      ? packet.macAddress(at: offset + Self.clientHardwareOffset) : nil
    let start = offset + Self.optionsOffset
    options =
      packet.uint32(at: offset + Self.magicOffset) == Self.magic && start < packet.count
      ? start..<packet.count : nil
  }
}
