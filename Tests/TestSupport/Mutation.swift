/// Changes of bytes that are the same at every run.
public enum Mutation {
  /// Bytes that headers are made of, so that lengths become small, large and negative.
  private static let telling: [UInt8] = [0, 1, 3, 4, 6, 0x0a, 0x0d, 0x10, 0x7f, 0x80, 0xfe, 0xff]

  /// Changes, inserts or removes a few bytes, half of the time among the first 80.
  public static func mutate(
    _ bytes: [UInt8], seed: Int, keeping kept: Range<Int> = 0..<0
  ) -> [UInt8] {
    var generator = SplitMix64(state: UInt64(seed))
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let end = Bool.random(using: &generator) ? min(80, bytes.count) : bytes.count
      guard end > 0 else { break }
      let index = Int.random(in: 0..<end, using: &generator)
      if kept.contains(index) { continue }
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where kept.isEmpty: bytes.remove(at: index)
      case 1 where kept.isEmpty: bytes.insert(0, at: index)
      case 2, 3: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 4: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
      default: bytes[index] = telling[Int.random(in: 0..<telling.count, using: &generator)]
      }
    }
    return bytes
  }
}
