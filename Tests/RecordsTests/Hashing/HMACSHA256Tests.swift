import Records
import Testing

@Suite struct HMACSHA256Tests {
  /// RFC 4231, sections 4.2 to 4.8; that of 4.6 is cut to 128 bits there.
  @Test(
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(1...25), [UInt8](repeating: 0xcd, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        [UInt8](repeating: 0x0c, count: 20), Array("Test With Truncation".utf8),
        "a3b6167473100ee06e0c796c2955552b"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131),
        Array(
          ("This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ] as [([UInt8], [UInt8], String)])
  func codesArePublished(key: [UInt8], message: [UInt8], code: String) {
    let found = HMACSHA256.hexadecimal(of: message.span, key: key.span)
    #expect(found.count == 64)
    #expect(found.hasPrefix(code))
  }

  @Test func keysOfABlockAreTakenAsTheyAre() {
    // A longer one is hashed first, so that its hash, as a key, gives the same code.
    let longer = [UInt8](repeating: 7, count: 65)
    var hash = SHA256()
    hash.update(longer.span)
    let hashed = hash.bytes()
    let message = Array("message".utf8)
    #expect(
      HMACSHA256.code(of: message.span, key: longer.span)
        == HMACSHA256.code(of: message.span, key: hashed.span))
    let block = [UInt8](repeating: 7, count: 64)
    var blockHash = SHA256()
    blockHash.update(block.span)
    let hashedBlock = blockHash.bytes()
    #expect(
      HMACSHA256.code(of: message.span, key: block.span)
        != HMACSHA256.code(of: message.span, key: hashedBlock.span))
  }

  @Test func bytesAndDigitsAreOneHash() {
    let message = Array("abc".utf8)
    var hash = SHA256()
    hash.update(message.span)
    #expect(
      hash.bytes().prefix(4) == [0xba, 0x78, 0x16, 0xbf] && hash.bytes().count == 32)
    #expect(
      hash.bytes().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        == SHA256.hexadecimal(of: message.span))
  }
}
