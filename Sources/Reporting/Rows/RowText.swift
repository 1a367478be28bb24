import Records

// The text of values, written straight into the bytes of a row: a String for each of 45 columns
// would cost more than reading and decoding the packet. `bytes` has room for the longest row, and
// `offset` moves behind what was written.

typealias RowBytes = MutableSpan<UInt8>

enum RowText {
  @inline(__always)
  static func byte(_ byte: UInt8, _ bytes: inout RowBytes, _ offset: inout Int) {
    bytes[offset] = byte
    // Cannot overflow: it is the place of a byte.
    offset &+= 1
  }

  @inline(__always)
  static func copy(_ text: Span<UInt8>, _ bytes: inout RowBytes, _ offset: inout Int) {
    for index in text.indices { bytes[offset + index] = text[index] }
    offset += text.count
  }

  /// Writes the lowest `count` bytes of `text`, the lowest first.
  ///
  /// All eight are written, for one store and no question; what follows is written over the rest.
  @inline(__always)
  static func word(
    _ text: UInt64, _ count: Int, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    var window = bytes._mutatingExtracting(offset..<offset &+ 8)
    // Known to be so, it settles the checks of all eight, which become one store.
    precondition(window.count == 8, "a word has eight bytes")
    window[0] = UInt8(truncatingIfNeeded: text)
    window[1] = UInt8(truncatingIfNeeded: text >> 8)
    window[2] = UInt8(truncatingIfNeeded: text >> 16)
    window[3] = UInt8(truncatingIfNeeded: text >> 24)
    window[4] = UInt8(truncatingIfNeeded: text >> 32)
    window[5] = UInt8(truncatingIfNeeded: text >> 40)
    window[6] = UInt8(truncatingIfNeeded: text >> 48)
    window[7] = UInt8(truncatingIfNeeded: text >> 56)
    offset &+= count
  }

  /// A number in decimal digits.
  @inline(__always)
  static func decimal(_ number: Int, _ bytes: inout RowBytes, _ offset: inout Int) {
    if number < 0 { byte(UInt8(ascii: "-"), &bytes, &offset) }
    digits(number.magnitude, &bytes, &offset)
  }

  @inline(__always)
  static func digits(_ number: UInt, _ bytes: inout RowBytes, _ offset: inout Int) {
    guard number >= 100_000_000 else { return shortDigits(UInt64(number), &bytes, &offset) }
    longDigits(number, &bytes, &offset)
  }

  /// A number below 10⁸, without a branch: how many digits it has is hard to foretell.
  @inline(__always)
  static func shortDigits(_ number: UInt64, _ bytes: inout RowBytes, _ offset: inout Int) {
    let values = eightDigits(number)
    // The last digit stays, though it be 0.
    let leadingCount = (values | 1 << 56).trailingZeroBitCount & ~7
    word(
      (values | zeros) >> UInt64(truncatingIfNeeded: leadingCount), 8 - leadingCount / 8, &bytes,
      &offset)
  }

  @inline(never)
  private static func longDigits(
    _ number: UInt, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
    digits(high, &bytes, &offset)
    word(eightDigits(UInt64(low)) | zeros, 8, &bytes, &offset)
  }

  /// "0" in every byte.
  static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The eight decimal digits of a number below 10⁸, each in a byte, the first in the lowest.
  ///
  /// Halves are divided side by side: thousands in two lanes, hundreds in four, tens in eight. The
  /// products are exact: 5243 / 2¹⁹ is a hundredth for numbers below 10⁴, 103 / 2¹⁰ a tenth for
  /// numbers below 100.
  /// - SeeAlso: Paul Khuong, "How to print integers really fast" (2017).
  @inline(__always)
  static func eightDigits(_ number: UInt64) -> UInt64 {
    let high = number / 10_000
    let pairs = high | (number &- high &* 10_000) << 32
    let hundreds = (pairs &* 5243) >> 19 & 0x0000_007f_0000_007f
    let quarters = hundreds | (pairs &- hundreds &* 100) << 16
    let tens = (quarters &* 103) >> 10 & 0x000f_000f_000f_000f
    return tens | (quarters &- tens &* 10) << 8
  }
}
