extension MACAddress: CustomStringConvertible {
  /// Six octets in the order of transmission: `00:1b:21:3c:9d:f8`.
  public var description: String {
    var text: [UInt8] = []
    for shift in stride(from: 40, through: 0, by: -8) {
      let octet = UInt8(truncatingIfNeeded: bits >> UInt64(shift))
      if !text.isEmpty { text.append(UInt8(ascii: ":")) }
      text.append(hexadecimalDigit(octet >> 4))
      text.append(hexadecimalDigit(octet & 0xf))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
