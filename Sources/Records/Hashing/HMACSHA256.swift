/// A keyed hash, by which a receiver sees that a message is of whoever knows the secret, and whole.
///
///     HMAC(K, m) = H((K' ⊕ opad) ‖ H((K' ⊕ ipad) ‖ m))
///
/// K' is the key padded with zeros to a block of the hash, or the hash of a longer one.
/// - SeeAlso: RFC 2104; test vectors in RFC 4231.
public enum HMACSHA256 {
  /// 32 bytes.
  public static func code(of message: Span<UInt8>, key: Span<UInt8>) -> [UInt8] {
    var inner = SHA256()
    let innerKey = padded(key, 0x36)
    inner.update(innerKey.span)
    inner.update(message)
    var outer = SHA256()
    let outerKey = padded(key, 0x5c)
    outer.update(outerKey.span)
    let innerHash = inner.bytes()
    outer.update(innerHash.span)
    return outer.bytes()
  }

  /// The code as 64 digits in small letters.
  public static func hexadecimal(of message: Span<UInt8>, key: Span<UInt8>) -> String {
    code(of: message, key: key).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// K' with every byte changed by `pad`.
  private static func padded(_ key: Span<UInt8>, _ pad: UInt8) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: SHA256.blockByteCount)
    if key.count > SHA256.blockByteCount {
      var hash = SHA256()
      hash.update(key)
      for (index, byte) in hash.bytes().enumerated() { block[index] = byte }
    } else {
      for index in 0..<key.count { block[index] = key[index] }
    }
    return block.map { $0 ^ pad }
  }
}
