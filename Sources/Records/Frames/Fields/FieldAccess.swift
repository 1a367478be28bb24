extension Span<UInt8> {
  @inline(__always)
  func ipv4Address(at offset: Int) -> IPAddress? {
    uint32(at: offset).map { IPAddress(ipv4: $0) }
  }

  @inline(__always)
  func ipv6Address(at offset: Int) -> IPAddress? {
    guard let high = uint64(at: offset), let low = uint64(at: offset + 8) else { return nil }
    return IPAddress(family: .ipv6, high: high, low: low)
  }

  @inline(__always)
  func macAddress(at offset: Int) -> MACAddress? {
    guard let high = uint32(at: offset), let low = uint16(at: offset + 4) else { return nil }
    return MACAddress(bits: UInt64(high) << 16 | UInt64(low))
  }
}
