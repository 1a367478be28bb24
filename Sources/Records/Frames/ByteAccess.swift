// The one way in which decoders touch bytes of strangers: every read is checked against the bytes
// that were captured and gives nil beyond them, so that no length field can lead outside a frame.

extension Span<UInt8> {
  /// Whether `byteCount` bytes lie at `offset`; compared by subtraction, so sums cannot overflow.
  @inlinable
  @inline(__always)
  func holds(_ byteCount: Int, at offset: Int) -> Bool {
    offset >= 0 && byteCount >= 0 && offset <= count && byteCount <= count - offset
  }

  @inlinable
  @inline(__always)
  func uint8(at offset: Int) -> UInt8? {
    holds(1, at: offset) ? self[offset] : nil
  }

  /// A 16-bit number in network order.
  @inlinable
  @inline(__always)
  func uint16(at offset: Int) -> UInt16? {
    guard holds(2, at: offset) else { return nil }
    return UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
  }

  /// A 32-bit number in network order.
  @inlinable
  @inline(__always)
  func uint32(at offset: Int) -> UInt32? {
    guard holds(4, at: offset) else { return nil }
    return UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16
      | UInt32(self[offset + 2]) << 8 | UInt32(self[offset + 3])
  }

  /// A 64-bit number in network order.
  @inlinable
  @inline(__always)
  func uint64(at offset: Int) -> UInt64? {
    guard holds(8, at: offset) else { return nil }
    // Of a span whose count is a constant, all further checks are settled by the compiler.
    let bytes = extracting(offset..<offset + 8)
    guard let high = bytes.uint32(at: 0), let low = bytes.uint32(at: 4) else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }
}
