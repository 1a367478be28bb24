extension IPAddress: CustomStringConvertible {
  /// Dotted decimal, or the canonical IPv6 text of RFC 5952.
  ///
  /// IPv4-mapped addresses end in dotted decimal (RFC 5952 section 5): `::ffff:192.0.2.1`.
  public var description: String {
    switch family {
    case .ipv4: Self.dottedDecimal(UInt32(truncatingIfNeeded: low))
    case .ipv6 where high == 0 && low >> 32 == 0xffff:
      "::ffff:" + Self.dottedDecimal(UInt32(truncatingIfNeeded: low))
    case .ipv6: compressedHexadecimal
    }
  }

  private static func dottedDecimal(_ bits: UInt32) -> String {
    "\(bits >> 24).\(bits >> 16 & 0xff).\(bits >> 8 & 0xff).\(bits & 0xff)"
  }

  private var compressedHexadecimal: String {
    let groups = (0..<8).map { index in
      UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64((3 - index % 4) * 16))
    }
    let gap = Self.longestZeroRun(groups)
    func text(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard gap.count >= 2 else { return text(groups[...]) }
    return text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
  }

  /// The longest run of zero groups; the first of equals (RFC 5952 section 4.2.3).
  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for index in groups.indices {
      if groups[index] != 0 {
        start = index + 1
      } else if index + 1 - start > best.count {
        best = start..<(index + 1)
      }
    }
    return best
  }
}
