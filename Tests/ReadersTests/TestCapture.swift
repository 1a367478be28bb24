/// Makes captures byte by byte, so that tests hold no file of anybody.
enum TestCapture {
  enum ByteOrder {
    case little
    case big
  }

  /// An Ethernet frame with an IPv4 packet of no payload from 10.0.0.`source` to 10.0.1.1.
  static func frame(_ source: UInt8) -> [UInt8] {
    [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]
      + [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 59, 0, 0, 10, 0, 0, source, 10, 0, 1, 1]
  }

  static func number(_ value: UInt32, _ order: ByteOrder) -> [UInt8] {
    let bytes = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    return order == .little ? bytes : bytes.reversed()
  }

  static func number16(_ value: UInt16, _ order: ByteOrder) -> [UInt8] {
    let bytes = [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    return order == .little ? bytes : bytes.reversed()
  }

  static func header(
    magic: UInt32 = 0xa1b2_c3d4, linkType: UInt32 = 1, minorVersion: UInt16 = 4,
    _ order: ByteOrder = .little
  ) -> [UInt8] {
    number(magic, order) + number16(2, order) + number16(minorVersion, order)
      + number(0, order) + number(0, order) + number(65_535, order) + number(linkType, order)
  }

  static func record(
    _ frame: [UInt8], seconds: UInt32 = 1_331_901_000, fraction: UInt32 = 260_000,
    originalByteCount: UInt32? = nil, _ order: ByteOrder = .little
  ) -> [UInt8] {
    number(seconds, order) + number(fraction, order) + number(UInt32(frame.count), order)
      + number(originalByteCount ?? UInt32(frame.count), order) + frame
  }

  /// Five records from 10.0.0.1 to 10.0.0.5.
  static let five: [UInt8] = header() + (1...5).flatMap { record(frame($0)) }

  static func block(_ type: UInt32, _ body: [UInt8], _ order: ByteOrder = .little) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let length = number(UInt32(padded.count + 12), order)
    return number(type, order) + length + padded + length
  }

  static let section = section(.little)

  static func section(_ order: ByteOrder, majorVersion: UInt16 = 1) -> [UInt8] {
    block(
      0x0a0d_0d0a,
      number(0x1a2b_3c4d, order) + number16(majorVersion, order) + [0, 0]
        + [UInt8](repeating: 0xff, count: 8), order)
  }

  /// - Parameter resolution: the byte of if_tsresol.
  static func interface(
    _ linkType: UInt16 = 1, snapshotByteCount: UInt32 = 0, resolution: UInt8? = nil,
    _ order: ByteOrder = .little
  ) -> [UInt8] {
    let options = resolution.map {
      number16(9, order) + number16(1, order) + [$0, 0, 0, 0] + [0, 0, 0, 0]
    }
    return block(
      1, number16(linkType, order) + [0, 0] + number(snapshotByteCount, order) + (options ?? []),
      order)
  }

  static func packet(
    _ frame: [UInt8], interface: UInt32 = 0, tickCount: UInt64 = 1_331_901_000_260_000,
    originalByteCount: UInt32? = nil, _ order: ByteOrder = .little
  ) -> [UInt8] {
    let fields = fields(tickCount, frame, originalByteCount: originalByteCount, order)
    return block(6, number(interface, order) + fields + frame, order)
  }

  static func obsoletePacket(
    _ frame: [UInt8], interface: UInt16 = 0, _ order: ByteOrder = .little
  ) -> [UInt8] {
    let numbers = number16(interface, order) + number16(0xffff, order)
    return block(2, numbers + fields(1_331_901_000_260_000, frame, order) + frame, order)
  }

  static func simplePacket(_ frame: [UInt8], _ order: ByteOrder = .little) -> [UInt8] {
    block(3, number(UInt32(frame.count), order) + frame, order)
  }

  /// Time and both lengths, which two block types share.
  private static func fields(
    _ tickCount: UInt64, _ frame: [UInt8], originalByteCount: UInt32? = nil, _ order: ByteOrder
  ) -> [UInt8] {
    number(UInt32(tickCount >> 32), order) + number(UInt32(truncatingIfNeeded: tickCount), order)
      + number(UInt32(frame.count), order)
      + number(originalByteCount ?? UInt32(frame.count), order)
  }
}

/// Makes gzip members without a compressor, of stored blocks (RFC 1951 section 3.2.4).
enum TestGzip {
  static func member(_ bytes: [UInt8], checksumFlip: UInt32 = 0, lengthFlip: UInt32 = 0) -> [UInt8]
  {
    var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
    let pieces = stride(from: 0, to: max(bytes.count, 1), by: 65_535)
      .map { bytes[$0..<min($0 + 65_535, bytes.count)] }
    for (index, piece) in pieces.enumerated() {
      let count = UInt16(piece.count)
      member.append(index == pieces.count - 1 ? 1 : 0)
      member += TestCapture.number16(count, .little) + TestCapture.number16(~count, .little)
      member += piece
    }
    return member + TestCapture.number(checksum(bytes) ^ checksumFlip, .little)
      + TestCapture.number(UInt32(truncatingIfNeeded: bytes.count) ^ lengthFlip, .little)
  }

  /// CRC-32 bit by bit, RFC 1952 section 8.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let half = sum >> 1
        sum = sum & 1 == 1 ? half ^ 0xedb8_8320 : half
      }
    }
    return ~sum
  }
}
