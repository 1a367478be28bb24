import Records

// The text of values, written straight into the bytes of a row: a String for each of 45 columns
// would cost more than reading and decoding the packet. `bytes` has room for the longest row, and
// `offset` moves behind what was written.

typealias RowBytes = MutableSpan<UInt8>

enum RowText {
  @inline(__always)
  static func byte(_ byte: UInt8, _ bytes: inout RowBytes, _ offset: inout Int) {
    bytes[offset] = byte
    offset += 1
  }

  @inline(__always)
  static func copy(_ text: Span<UInt8>, _ bytes: inout RowBytes, _ offset: inout Int) {
    for index in text.indices { bytes[offset + index] = text[index] }
    offset += text.count
  }

  /// A number in decimal digits.
  @inline(__always)
  static func decimal(_ number: Int, _ bytes: inout RowBytes, _ offset: inout Int) {
    if number < 0 { byte(UInt8(ascii: "-"), &bytes, &offset) }
    digits(number.magnitude, &bytes, &offset)
  }

  @inline(__always)
  static func digits(_ number: UInt, _ bytes: inout RowBytes, _ offset: inout Int) {
    if number < 10 { return byte(digit(number), &bytes, &offset) }
    let end = offset + digitCount(number)
    fill(number, from: offset, to: end, &bytes)
    offset = end
  }

  /// Writes the lowest `end - start` digits of `number`, zeros where it has fewer.
  @inline(__always)
  static func fill(_ number: UInt, from start: Int, to end: Int, _ bytes: inout RowBytes) {
    var rest = number
    var position = end
    while position - start >= 2 {
      let pair = rest % 100
      rest /= 100
      position -= 2
      // 205 / 2048 is a tenth, exact for the numbers below 100.
      let tens = pair &* 205 >> 11
      bytes[position] = digit(tens)
      bytes[position + 1] = digit(pair &- tens &* 10)
    }
    if position > start { bytes[start] = digit(rest % 10) }
  }

  @inline(__always)
  private static func digit(_ value: UInt) -> UInt8 {
    UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
  }

  @inline(__always)
  private static func digitCount(_ number: UInt) -> Int {
    var count = 1
    var rest = number
    while rest >= 10_000 {
      rest /= 10_000
      count += 4
    }
    if rest >= 1000 { return count + 3 }
    if rest >= 100 { return count + 2 }
    return rest >= 10 ? count + 1 : count
  }
}
