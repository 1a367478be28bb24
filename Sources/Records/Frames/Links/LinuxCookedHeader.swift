/// The header of LINKTYPE_LINUX_SLL, which Linux puts before frames of the device `any`.
/// - SeeAlso: <https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html>
struct LinuxCookedHeader: EnclosingHeader {
  private static let hardwareTypeOffset = 2
  private static let protocolOffset = 14

  let byteCount = 16
  let hardwareType: UInt16
  let number: UInt16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let number = frame.uint16(at: offset + Self.protocolOffset),
      let hardwareType = frame.uint16(at: offset + Self.hardwareTypeOffset)
    else { throw .truncatedHeader }
    self.hardwareType = hardwareType
    self.number = number
  }

  var next: Layer {
    get throws(SkipReason) { try LinuxCookedProtocol.layer(number, hardwareType: hardwareType) }
  }
}

/// The header of LINKTYPE_LINUX_SLL2, which also names the interface.
/// - SeeAlso: <https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html>
struct LinuxCooked2Header: EnclosingHeader {
  private static let protocolOffset = 0
  private static let hardwareTypeOffset = 8

  let byteCount = 20
  let number: UInt16
  let hardwareType: UInt16

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(20, at: offset),
      let number = frame.uint16(at: offset + Self.protocolOffset),
      let hardwareType = frame.uint16(at: offset + Self.hardwareTypeOffset)
    else { throw .truncatedHeader }
    self.number = number
    self.hardwareType = hardwareType
  }

  var next: Layer {
    get throws(SkipReason) { try LinuxCookedProtocol.layer(number, hardwareType: hardwareType) }
  }
}

/// The protocol field that both cooked headers share.
private enum LinuxCookedProtocol {
  /// ARPHRD_NETLINK: the field is a netlink family, not an EtherType.
  static let netlink: UInt16 = 824
  /// LINUX_SLL_P_802_2: the frame goes on with LLC.
  static let llc: UInt16 = 0x0004

  static func layer(_ number: UInt16, hardwareType: UInt16) throws(SkipReason) -> Layer {
    guard hardwareType != netlink else { throw .noIP }
    return number == llc ? .llc : try EtherType(rawValue: number).layer
  }
}
