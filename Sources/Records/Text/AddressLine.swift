/// A line of a plain list of addresses.
public enum AddressLine {
  /// The address of a line; nil for an empty line or a comment, which are no records.
  ///
  /// Blanks around the address and a comment from `#` on are dropped.
  ///
  /// - Throws: `badIP`, or `encoding` where the bytes are not even UTF-8.
  public static func address(_ line: Span<UInt8>) throws(SkipReason) -> IPAddress? {
    var end = 0
    while end < line.count, line[end] != UInt8(ascii: "#") { end += 1 }
    return try optionalAddress(line, 0..<end)
  }
}
