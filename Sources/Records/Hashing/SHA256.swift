/// SHA-256 of bytes that come in pieces of any length.
///
/// Ours, because the packages that have it bring all of a cryptographic library with them for little:
/// the hash tells inputs and model files apart, and signs what is sent (`HMACSHA256`). Steps and
/// memory accesses depend on the number of bytes alone, so that a secret among them does not show.
/// - SeeAlso: FIPS 180-4 (2015), section 6.2.
public struct SHA256: Sendable {
  static let blockByteCount = 64

  private var state: State
  /// The beginning of a block, up to `pendingCount`.
  private var pending = [UInt8](repeating: 0, count: blockByteCount)
  private var pendingCount = 0
  private var byteCount: UInt64 = 0

  public init() {
    state = State()
  }

  /// Takes the next bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    byteCount &+= UInt64(bytes.count)
    var offset = 0
    if pendingCount > 0 {
      offset = min(Self.blockByteCount - pendingCount, bytes.count)
      for index in 0..<offset { pending[pendingCount + index] = bytes[index] }
      pendingCount += offset
      guard pendingCount == Self.blockByteCount else { return }
      // A copy, because a span of a stored property keeps all of them from changing.
      let block = pending
      state.compress(block.span)
      pendingCount = 0
    }
    let wholeCount = (bytes.count - offset) / Self.blockByteCount * Self.blockByteCount
    if wholeCount > 0 { state.compress(bytes.extracting(offset..<offset + wholeCount)) }
    offset += wholeCount
    for index in offset..<bytes.count { pending[index - offset] = bytes[index] }
    pendingCount = bytes.count - offset
  }

  /// The hash of all bytes taken, as 64 digits in small letters.
  public consuming func hexadecimal() -> String {
    words().map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The hash of all bytes taken, 32 bytes.
  public consuming func bytes() -> [UInt8] {
    words().flatMap { word in
      stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// The first 64 bits of the hash of all bytes taken.
  public consuming func leadingBits() -> UInt64 {
    let words = words()
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }

  /// The eight words of the hash of all bytes taken.
  private consuming func words() -> [UInt32] {
    let bitCount = byteCount &* 8
    var end: [UInt8] = [0x80]
    while (pendingCount + end.count + 8) % Self.blockByteCount != 0 { end.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      end.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    update(end.span)
    return state.words
  }

  /// The hash of `bytes`.
  public static func hexadecimal(of bytes: Span<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexadecimal()
  }
}

extension SHA256 {
  /// The eight words that each block changes.
  private struct State: Sendable {
    /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
    var words: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
      0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
      0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
      0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
      0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
      0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
      0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
      0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
      0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
      0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
      0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
      0xc671_78f2,
    ]

    /// Takes whole blocks; what is left over by a last one that is short is not looked at.
    mutating func compress(_ bytes: Span<UInt8>) {
      let constants = Self.constants.span
      var schedule = InlineArray<64, UInt32>(repeating: 0)
      var sum = InlineArray<8, UInt32>(repeating: 0)
      for index in 0..<8 { sum[index] = words[index] }
      for block in 0..<bytes.count / SHA256.blockByteCount {
        let start = block * SHA256.blockByteCount
        let bytes = bytes.extracting(start..<start + SHA256.blockByteCount)
        for t in 0..<16 {
          schedule[t] =
            UInt32(bytes[4 * t]) << 24 | UInt32(bytes[4 * t + 1]) << 16
            | UInt32(bytes[4 * t + 2]) << 8 | UInt32(bytes[4 * t + 3])
        }
        for t in 16..<64 {
          schedule[t] =
            Self.smallSigma1(schedule[t - 2]) &+ schedule[t - 7]
            &+ Self.smallSigma0(schedule[t - 15]) &+ schedule[t - 16]
        }
        var (a, b, c, d) = (sum[0], sum[1], sum[2], sum[3])
        var (e, f, g, h) = (sum[4], sum[5], sum[6], sum[7])
        // Eight rounds at a time: then every word is back where it was, and none is moved.
        for t in stride(from: 0, to: 64, by: 8) {
          Self.round(a, b, c, &d, e, f, g, &h, constants[t] &+ schedule[t])
          Self.round(h, a, b, &c, d, e, f, &g, constants[t + 1] &+ schedule[t + 1])
          Self.round(g, h, a, &b, c, d, e, &f, constants[t + 2] &+ schedule[t + 2])
          Self.round(f, g, h, &a, b, c, d, &e, constants[t + 3] &+ schedule[t + 3])
          Self.round(e, f, g, &h, a, b, c, &d, constants[t + 4] &+ schedule[t + 4])
          Self.round(d, e, f, &g, h, a, b, &c, constants[t + 5] &+ schedule[t + 5])
          Self.round(c, d, e, &f, g, h, a, &b, constants[t + 6] &+ schedule[t + 6])
          Self.round(b, c, d, &e, f, g, h, &a, constants[t + 7] &+ schedule[t + 7])
        }
        sum[0] &+= a
        sum[1] &+= b
        sum[2] &+= c
        sum[3] &+= d
        sum[4] &+= e
        sum[5] &+= f
        sum[6] &+= g
        sum[7] &+= h
      }
      for index in 0..<8 { words[index] = sum[index] }
    }

    /// One round of section 6.2.2, step 3; `d` becomes the next e, and `h` the next a.
    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
      _ g: UInt32, _ h: inout UInt32, _ input: UInt32
    ) {
      let sigma1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first = h &+ sigma1 &+ ((e & f) ^ (~e & g)) &+ input
      let sigma0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      d = d &+ first
      h = first &+ sigma0 &+ ((a & b) ^ (a & c) ^ (b & c))
    }

    @inline(__always)
    private static func smallSigma0(_ x: UInt32) -> UInt32 {
      rotated(x, 7) ^ rotated(x, 18) ^ x &>> 3
    }

    @inline(__always)
    private static func smallSigma1(_ x: UInt32) -> UInt32 {
      rotated(x, 17) ^ rotated(x, 19) ^ x &>> 10
    }

    /// To the right.
    @inline(__always)
    private static func rotated(_ x: UInt32, _ count: UInt32) -> UInt32 {
      x &>> count | x &<< (32 - count)
    }
  }
}
