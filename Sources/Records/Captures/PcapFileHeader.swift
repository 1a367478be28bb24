/// The header of a pcap file.
/// - SeeAlso: draft-ietf-opsawg-pcap section 4; <https://www.tcpdump.org/manpages/pcap-savefile.5.html>
public struct PcapFileHeader: Sendable, Equatable {
  private static let magicOffset = 0
  private static let majorVersionOffset = 4
  private static let minorVersionOffset = 6
  private static let linkTypeOffset = 20
  @inlinable public static var byteCount: Int { 24 }

  /// The number a file begins with, which tells its variant and its byte order.
  public enum Magic: UInt32, Sendable, CaseIterable {
    case microseconds = 0xa1b2_c3d4
    case nanoseconds = 0xa1b2_3c4d
    /// Alexey Kuznetsov's variant, whose record headers also name interface, protocol and direction.
    case modified = 0xa1b2_cd34
  }

  /// Where the captured length of a record stands.
  public enum LengthOrder: Sendable {
    case capturedFirst
    /// Before version 2.3.
    case originalFirst
    /// Version 2.3 was written both ways; the smaller number is the captured length, as libpcap
    /// takes it.
    case smallerFirst
  }

  public let magic: Magic
  public let byteOrder: ByteOrder
  public let lengthOrder: LengthOrder
  public let linkType: LinkType

  /// The snapshot length is not kept: files with 0 or too small a number are common, and records
  /// say how long they are.
  ///
  /// - Throws: `cut` below 24 bytes, `magic`, `version`.
  public init(_ bytes: Span<UInt8>) throws(CaptureFault) {
    guard bytes.holds(Self.byteCount, at: 0), let number = bytes.uint32(at: Self.magicOffset) else {
      throw .cut(
        .fileHeader, requiredByteCount: Self.byteCount, availableByteCount: bytes.count)
    }
    if let magic = Magic(rawValue: number) {
      (self.magic, byteOrder) = (magic, .big)
    } else if let magic = Magic(rawValue: number.byteSwapped) {
      (self.magic, byteOrder) = (magic, .little)
    } else {
      throw .magic(number, .pcap)
    }
    let major = bytes.uint16(at: Self.majorVersionOffset, byteOrder) ?? 0
    let minor = bytes.uint16(at: Self.minorVersionOffset, byteOrder) ?? 0
    let linkType = bytes.uint32(at: Self.linkTypeOffset, byteOrder) ?? 0
    guard major == 2, minor <= 4 else { throw .version(.pcap, major: major, minor: minor) }
    lengthOrder = minor == 3 ? .smallerFirst : minor < 3 ? .originalFirst : .capturedFirst
    // The upper half tells whether frames end in a frame check sequence, and how long it is.
    self.linkType = LinkType(rawValue: Int32(linkType & 0xffff))
  }

  @inlinable public var recordHeaderByteCount: Int {
    magic == .modified ? PcapRecordHeader.modifiedByteCount : PcapRecordHeader.byteCount
  }

  @inlinable public var fractionDigitCount: UInt8 { magic == .nanoseconds ? 9 : 6 }
}
