/// The order in which a capture file holds the bytes of its numbers.
public enum ByteOrder: Sendable, Equatable {
  case little
  case big
}

extension Span<UInt8> {
  @inlinable
  @inline(__always)
  func uint16(at offset: Int, _ order: ByteOrder) -> UInt16? {
    guard let number = uint16(at: offset) else { return nil }
    return order == .little ? number.byteSwapped : number
  }

  @inlinable
  @inline(__always)
  func uint32(at offset: Int, _ order: ByteOrder) -> UInt32? {
    guard let number = uint32(at: offset) else { return nil }
    return order == .little ? number.byteSwapped : number
  }

  @inlinable
  @inline(__always)
  func uint64(at offset: Int, _ order: ByteOrder) -> UInt64? {
    guard let number = uint64(at: offset) else { return nil }
    return order == .little ? number.byteSwapped : number
  }
}
