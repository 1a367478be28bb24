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
    // Three octets a step, the third colon of the second being written over.
    hexadecimalTriple(address.bits >> 24, &bytes, &offset)
    hexadecimalTriple(address.bits, &bytes, &offset)
    offset -= 1
  }

  /// The lowest three octets of `bits`, each with a colon behind it.
  @inline(__always)
  private static func hexadecimalTriple(
    _ bits: UInt64, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    let (first, second, third) = (bits >> 16 & 0xff, bits >> 8 & 0xff, bits & 0xff)
    // The half bytes in the order of the text: two, a gap, two, a gap, two.
    let halves =
      first >> 4 | (first & 0xf) << 8 | (second >> 4) << 24 | (second & 0xf) << 32
      | (third >> 4) << 48 | (third & 0xf) << 56
    let colons: UInt64 = 0x0000_3a00_003a_0000
    word(hexadecimalDigits(halves) & ~0x0000_ff00_00ff_0000 | colons, 8, &bytes, &offset)
    byte(UInt8(ascii: ":"), &bytes, &offset)
  }

  /// For each byte, of which only the lower half is not 0, a lower-case digit.
  @inline(__always)
  private static func hexadecimalDigits(_ halves: UInt64) -> UInt64 {
    // 6 more than 9 reach the next bit, which is where letters begin: 39 behind the digits.
    let isLetter = (halves &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return halves &+ zeros &+ isLetter &* 39
  }

  @inline(__always)
  private static func dottedDecimal(
    _ bits: UInt64, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    octet(bits >> 24 & 0xff, &bytes, &offset)
    octet(bits >> 16 & 0xff, &bytes, &offset)
    octet(bits >> 8 & 0xff, &bytes, &offset)
    octet(bits & 0xff, &bytes, &offset)
    // The point behind the last octet is written over.
    offset -= 1
  }

  /// One to three digits and a point, without a branch: how many they are is hard to foretell.
  @inline(__always)
  private static func octet(_ value: UInt64, _ bytes: inout RowBytes, _ offset: inout Int) {
    // 41 / 4096 is a hundredth, and 205 / 2048 a tenth, exact for the numbers at hand.
    let hundreds = (value &* 41) >> 12
    let rest = value &- hundreds &* 100
    let tens = (rest &* 205) >> 11
    let text = (hundreds | tens << 8 | (rest &- tens &* 10) << 16 | 0x2e_30_30_30 as UInt64)
    let absentCount = (value < 10 ? 1 : 0) + (value < 100 ? 1 : 0)
    word(text >> UInt64(8 &* absentCount), 4 - absentCount, &bytes, &offset)
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
