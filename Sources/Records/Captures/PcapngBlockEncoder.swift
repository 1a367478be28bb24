/// Puts one pcapng block together, in little-endian order, behind bytes that are there already.
/// - SeeAlso: draft-ietf-opsawg-pcapng sections 3.1 and 3.5
struct PcapngBlockEncoder {
  /// Bytes of an option's value that are kept at most; the field could say 65 535.
  static let maximumOptionByteCount = 4096

  private(set) var bytes: [UInt8]
  private let start: Int

  /// - Parameter bytes: what the block follows; it is moved, not copied.
  init(_ type: UInt32, after bytes: consuming [UInt8] = []) {
    self.bytes = bytes
    start = self.bytes.count
    append(type)
    // The length, which `finish` fills in.
    append(UInt32(0))
  }

  mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Appends `value` with zeros up to a multiple of four bytes.
  mutating func appendPadded(_ value: Span<UInt8>) {
    for index in value.indices { bytes.append(value[index]) }
    pad(value.count)
  }

  /// Appends an option; what is too long for it is cut.
  mutating func append(option code: UInt16, _ value: [UInt8]) {
    let value = value.prefix(Self.maximumOptionByteCount)
    append(code)
    append(UInt16(value.count))
    bytes += value
    pad(value.count)
  }

  mutating func appendEndOfOptions() {
    append(UInt32(0))
  }

  /// Fills in both lengths.
  consuming func finish() -> [UInt8] {
    let lengthByteCount = 4
    let length = UInt32(bytes.count - start + lengthByteCount)
    for index in 0..<lengthByteCount {
      bytes[start + lengthByteCount + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
    }
    append(length)
    return bytes
  }

  private mutating func pad(_ byteCount: Int) {
    for _ in 0..<(4 - byteCount % 4) % 4 { bytes.append(0) }
  }
}
