// Address text as inet_pton(3) takes it: nothing else, so no text is ever read as an address that
// another tool would read differently (a leading zero means octal to some of them).

extension IPAddress {
  /// Reads an address from UTF-8 text; nil unless all of `text` is one address.
  ///
  /// IPv4 is strict dotted decimal: four numbers of 0 to 255 without leading zeros. IPv6 is any
  /// form of RFC 4291 section 2.2, also with an IPv4 tail; zone identifiers are refused.
  public init?(text: Span<UInt8>) {
    // The longest form, eight groups with a dotted tail, has 45 characters.
    guard text.count >= 2, text.count <= 45 else { return nil }
    var hasColon = false
    for index in text.indices where text[index] == UInt8(ascii: ":") {
      hasColon = true
      break
    }
    if hasColon {
      guard let (high, low) = Self.ipv6Bits(text) else { return nil }
      self.init(family: .ipv6, high: high, low: low)
    } else {
      guard let bits = Self.ipv4Bits(text, from: 0) else { return nil }
      self.init(ipv4: bits)
    }
  }

  /// Reads an address from text; nil unless all of `text` is one address.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(text: bytes.span)
  }

  /// The 32 bits of a dotted quad that reaches from `start` to the end of `text`.
  private static func ipv4Bits(_ text: Span<UInt8>, from start: Int) -> UInt32? {
    var bits: UInt32 = 0
    var octet: UInt32 = 0
    var digitCount = 0
    var dotCount = 0
    for index in start..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ".") {
        guard digitCount > 0, dotCount < 3 else { return nil }
        bits = bits << 8 | octet
        (octet, digitCount, dotCount) = (0, 0, dotCount + 1)
      } else {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        // A zero may not lead.
        guard digitCount == 0 || octet > 0 else { return nil }
        octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
        digitCount += 1
        guard octet <= 255 else { return nil }
      }
    }
    guard dotCount == 3, digitCount > 0 else { return nil }
    return bits << 8 | octet
  }

  /// The 128 bits of an IPv6 address.
  ///
  /// Groups are pushed from the right; what stood before `::` is kept aside and moved left once
  /// the number of groups after it is known.
  private static func ipv6Bits(_ text: Span<UInt8>) -> (UInt64, UInt64)? {
    var groups = GroupStack()
    var beforeGap: GroupStack?
    var index = 0
    if text[0] == UInt8(ascii: ":") {
      guard text[1] == UInt8(ascii: ":") else { return nil }
      beforeGap = groups
      index = 2
    }
    while index < text.count {
      let groupStart = index
      var group: UInt16 = 0
      while index < text.count, let digit = hexadecimalDigit(text[index]) {
        guard index - groupStart < 4 else { return nil }
        group = group << 4 | digit
        index += 1
      }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        guard let tail = ipv4Bits(text, from: groupStart) else { return nil }
        guard groups.push(UInt16(truncatingIfNeeded: tail >> 16)) else { return nil }
        guard groups.push(UInt16(truncatingIfNeeded: tail)) else { return nil }
        break
      }
      guard index > groupStart, groups.push(group) else { return nil }
      guard index < text.count else { break }
      guard text[index] == UInt8(ascii: ":") else { return nil }
      index += 1
      guard index < text.count else { return nil }
      if text[index] == UInt8(ascii: ":") {
        guard beforeGap == nil else { return nil }
        beforeGap = groups
        index += 1
      }
    }
    return groups.bits(filling: beforeGap)
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

/// At most eight 16-bit groups, shifted in from the right.
private struct GroupStack {
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private var count = 0

  /// Appends a group; false when eight are there already.
  mutating func push(_ group: UInt16) -> Bool {
    guard count < 8 else { return false }
    high = high << 16 | low >> 48
    low = low << 16 | UInt64(group)
    count += 1
    return true
  }

  /// All 128 bits, with zeros between `beforeGap` and the groups pushed after it.
  ///
  /// A gap stands for at least one group, and without one all eight must be there.
  func bits(filling beforeGap: GroupStack?) -> (UInt64, UInt64)? {
    guard let beforeGap else { return count == 8 ? (high, low) : nil }
    guard count < 8 else { return nil }
    var left = beforeGap
    for _ in beforeGap.count..<8 {
      _ = left.push(0)
    }
    // The groups after the gap are the low (count − beforeGap.count) × 16 bits.
    let tailBitCount = UInt64((count - beforeGap.count) * 16)
    let lowMask: UInt64 = tailBitCount >= 64 ? .max : (1 << tailBitCount) - 1
    let highMask: UInt64 = tailBitCount <= 64 ? 0 : (1 << (tailBitCount - 64)) - 1
    return (left.high | high & highMask, left.low | low & lowMask)
  }
}
