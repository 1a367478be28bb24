import Records

extension RowText {
  /// As `IPAddress.description` has it.
  @inline(__always)
  static func address(_ address: IPAddress, _ bytes: inout RowBytes, _ offset: inout Int) {
    if address.family == .ipv4 {
      dottedDecimal(address.low, &bytes, &offset)
    } else {
      ipv6(address, &bytes, &offset)
    }
  }

  /// Six octets in hexadecimal, separated by colons.
  @inline(__always)
  static func hardware(_ address: MACAddress, _ bytes: inout RowBytes, _ offset: inout Int) {
    for position in 0..<6 {
      let octet = address.bits >> UInt64(40 &- 8 &* position)
      let start = offset + 3 * position
      bytes[start] = hexadecimal(octet >> 4)
      bytes[start + 1] = hexadecimal(octet)
      if position < 5 { bytes[start + 2] = UInt8(ascii: ":") }
    }
    offset += 17
  }

  @inline(__always)
  private static func dottedDecimal(
    _ bits: UInt64, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    for position in 0..<4 {
      if position > 0 { byte(UInt8(ascii: "."), &bytes, &offset) }
      octet(UInt(bits >> UInt64(24 &- 8 &* position) & 0xff), &bytes, &offset)
    }
  }

  /// One to three digits; the commonest number of all rows, so without a loop.
  @inline(__always)
  private static func octet(_ value: UInt, _ bytes: inout RowBytes, _ offset: inout Int) {
    // 41 / 4096 is a hundredth, and 205 / 2048 a tenth, exact for the numbers at hand.
    let hundreds = value &* 41 >> 12
    let rest = value &- hundreds &* 100
    let tens = rest &* 205 >> 11
    let zero = UInt(UInt8(ascii: "0"))
    if hundreds > 0 { byte(UInt8(truncatingIfNeeded: zero + hundreds), &bytes, &offset) }
    if value >= 10 { byte(UInt8(truncatingIfNeeded: zero + tens), &bytes, &offset) }
    byte(UInt8(truncatingIfNeeded: zero + rest &- tens &* 10), &bytes, &offset)
  }

  /// RFC 5952: the first of the longest runs of zero groups is left out.
  @inline(never)
  private static func ipv6(
    _ address: IPAddress, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    let isMapped = address.high == 0 && address.low >> 32 == 0xffff
    let groupCount = isMapped ? 6 : 8
    let gap = isMapped ? 0..<5 : longestZeroRun(address)
    var index = 0
    while index < groupCount {
      if index == gap.lowerBound, gap.count >= 2 {
        byte(UInt8(ascii: ":"), &bytes, &offset)
        if gap.lowerBound == 0 { byte(UInt8(ascii: ":"), &bytes, &offset) }
        index = gap.upperBound
        continue
      }
      group(address, index, &bytes, &offset)
      index += 1
      if index < groupCount || isMapped { byte(UInt8(ascii: ":"), &bytes, &offset) }
    }
    if isMapped { dottedDecimal(address.low, &bytes, &offset) }
  }

  @inline(__always)
  private static func group(_ address: IPAddress, at index: Int) -> UInt64 {
    let half = index < 4 ? address.high : address.low
    return half >> UInt64(48 &- 16 &* (index & 3)) & 0xffff
  }

  private static func longestZeroRun(_ address: IPAddress) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in 0..<8 {
      if group(address, at: index) != 0 {
        start = index + 1
      } else if index + 1 - start > best.count {
        best = start..<(index + 1)
      }
    }
    return best
  }

  @inline(__always)
  private static func group(
    _ address: IPAddress, _ index: Int, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    let value = group(address, at: index)
    if value >= 0x1000 { byte(hexadecimal(value >> 12), &bytes, &offset) }
    if value >= 0x100 { byte(hexadecimal(value >> 8), &bytes, &offset) }
    if value >= 0x10 { byte(hexadecimal(value >> 4), &bytes, &offset) }
    byte(hexadecimal(value), &bytes, &offset)
  }

  /// The lowest half byte as a lower-case digit.
  @inline(__always)
  private static func hexadecimal(_ value: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: value & 0xf)
    return digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
  }
}
