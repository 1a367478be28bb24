/// The start of an AAL5 payload of several protocols, RFC 2684 section 5.
struct ATMHeader: EnclosingHeader {
  private static let unnumberedInformation: UInt8 = 0x03
  /// Padding before a bridged frame.
  private static let bridgePadByteCount = 2

  let byteCount: Int
  /// Nil where Cisco's form leaves LLC out and begins with the control byte.
  let llc: LLCHeader?

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let first = frame.uint8(at: offset) else { throw .truncatedHeader }
    guard first != Self.unnumberedInformation else {
      (byteCount, llc) = (0, nil)
      return
    }
    let llc = try LLCHeader(frame, at: offset)
    self.llc = llc
    let isBridged = llc.snap?.isBridgedEthernet ?? false
    byteCount = llc.byteCount + (isBridged ? Self.bridgePadByteCount : 0)
  }

  var next: Layer {
    get throws(SkipReason) {
      guard let llc else { return .networkLayerProtocol }
      return llc.snap?.isBridgedEthernet ?? false ? .ethernet : try llc.next
    }
  }
}

/// What Linux's Classical IP over ATM hands on: with LLC and SNAP (RFC 2225), or IP alone.
struct ClassicalIPOverATMHeader: EnclosingHeader {
  private static let snapService: UInt8 = 0xaa

  let byteCount = 0
  let hasLLC: Bool

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let first = frame.uint8(at: offset) else { throw .truncatedHeader }
    hasLLC = first == Self.snapService
  }

  var next: Layer { hasLLC ? .atm : .ip }
}

/// The pseudo-header of LINKTYPE_SUNATM: flags, virtual path and virtual channel.
struct SunATMHeader: EnclosingHeader {
  private static let payloadMask: UInt8 = 0x0f
  private static let lanEmulation: UInt8 = 1
  private static let llcMultiplexed: UInt8 = 2
  private static let pseudoHeaderByteCount = 4
  /// The LAN emulation client's identifier before the Ethernet header.
  private static let emulationByteCount = 2

  let byteCount: Int
  let payload: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard frame.holds(Self.pseudoHeaderByteCount, at: offset), let flags = frame.uint8(at: offset)
    else { throw .truncatedHeader }
    payload = flags & Self.payloadMask
    let isEmulation = payload == Self.lanEmulation
    byteCount = Self.pseudoHeaderByteCount + (isEmulation ? Self.emulationByteCount : 0)
  }

  var next: Layer {
    get throws(SkipReason) {
      switch payload {
      case Self.lanEmulation: return .ethernet
      case Self.llcMultiplexed: return .atm
      default: throw .noIP
      }
    }
  }
}
