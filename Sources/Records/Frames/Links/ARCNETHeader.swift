/// The system codes that say what an ARCNET packet carries.
private enum ARCNETSystemCode {
  /// RFC 1051 and diagnosis: no fragments, hence no fields for them.
  static func hasNoFragments(_ code: UInt8) -> Bool { [240, 241, 128].contains(code) }

  static func layer(_ code: UInt8) throws(SkipReason) -> Layer {
    switch code {
    case 212, 240: return .ipv4  // RFC 1201, RFC 1051
    case 213, 214, 241: return .arp
    case 196: return .ipv6  // RFC 2497
    default: throw .noIP
    }
  }
}

/// An ARCNET header as BSD systems hand it on, RFC 1201 or RFC 1051.
struct ARCNETHeader: EnclosingHeader {
  private static let systemCodeOffset = 2
  private static let splitFlagOffset = 3
  /// Of an exception packet, whose payload would have an impossible length.
  private static let realSplitFlagOffset = 7
  private static let exception: UInt8 = 0xff

  let byteCount: Int
  let systemCode: UInt8
  /// 0 for a whole packet, odd for a first fragment, even for a later one.
  let splitFlag: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let systemCode = frame.uint8(at: offset + Self.systemCodeOffset) else {
      throw .truncatedHeader
    }
    self.systemCode = systemCode
    if ARCNETSystemCode.hasNoFragments(systemCode) {
      (byteCount, splitFlag) = (3, 0)
      return
    }
    guard let flag = frame.uint8(at: offset + Self.splitFlagOffset) else { throw .truncatedHeader }
    if flag == Self.exception {
      guard let real = frame.uint8(at: offset + Self.realSplitFlagOffset) else {
        throw .truncatedHeader
      }
      (byteCount, splitFlag) = (10, real)
    } else {
      (byteCount, splitFlag) = (6, flag)
    }
  }

  var next: Layer {
    get throws(SkipReason) {
      guard splitFlag == 0 || splitFlag & 1 == 1 else { throw .noIP }
      return try ARCNETSystemCode.layer(systemCode)
    }
  }
}

/// An ARCNET header as Linux hands it on: packets put together again, and an offset more.
struct LinuxARCNETHeader: EnclosingHeader {
  private static let systemCodeOffset = 4

  let byteCount: Int
  let systemCode: UInt8

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let systemCode = frame.uint8(at: offset + Self.systemCodeOffset) else {
      throw .truncatedHeader
    }
    self.systemCode = systemCode
    byteCount = ARCNETSystemCode.hasNoFragments(systemCode) ? 5 : 8
  }

  var next: Layer {
    get throws(SkipReason) { try ARCNETSystemCode.layer(systemCode) }
  }
}
