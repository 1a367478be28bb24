import Testing

@testable import Features

@Suite struct RecentKeysTests {
  /// Every key with the minute in which it was last seen, searched through each time.
  private struct PlainKeys {
    let lifetime: Int64
    let limit: Int
    var lastMinutes: [(key: Int, minute: Int64)] = []

    mutating func see(_ key: Int, at minute: Int64) {
      lastMinutes.removeAll { $0.minute <= minute - lifetime || $0.key == key }
      lastMinutes.append((key, minute))
    }

    func keys(at minute: Int64) -> Set<Int> {
      Set(lastMinutes.filter { $0.minute > minute - lifetime }.map(\.key))
    }
  }

  @Test(arguments: 1...6 as ClosedRange<Int64>)
  func keysAreThoseOfTheLastMinutes(lifetime: Int64) {
    var keys = RecentKeys<Int>(lifetime: lifetime, limit: 100)
    var plain = PlainKeys(lifetime: lifetime, limit: 100)
    var state: UInt64 = UInt64(lifetime)
    var minute: Int64 = -40
    for _ in 0..<3_000 {
      let draw = next(&state)
      // Now and then a gap longer than any lifetime here.
      if draw % 3 == 0 { minute += Int64(draw / 3 % 20 == 0 ? 50 : draw / 60 % 3) }
      let forgotten = keys.advance(to: minute)
      #expect(forgotten.allSatisfy { !plain.keys(at: minute).contains($0) })
      let key = Int(next(&state) % 12)
      #expect(keys.insert(key).isNew == !plain.keys(at: minute).contains(key))
      plain.see(key, at: minute)
      let expected = plain.keys(at: minute)
      #expect(keys.count == expected.count)
      #expect((0..<12).allSatisfy { keys.contains($0) == expected.contains($0) })
    }
  }

  @Test func beyondTheLimitTheLongestUnseenIsForgotten() {
    var keys = RecentKeys<Int>(lifetime: 10, limit: 3)
    for (minute, key) in [(0, 1), (1, 2), (2, 3), (3, 1)] as [(Int64, Int)] {
      _ = keys.advance(to: minute)
      #expect(keys.insert(key).forgotten.isEmpty)
    }
    #expect(keys.insert(4).forgotten == [2])
    #expect([1, 3, 4].allSatisfy(keys.contains))
    _ = keys.advance(to: 5)
    #expect(keys.insert(5).forgotten == [3])
  }

  @Test func aFloodStaysWithinTheLimit() {
    var keys = RecentKeys<Int>(lifetime: 10_080, limit: 1_000)
    for key in 0..<100_000 {
      _ = keys.advance(to: Int64(key / 5_000))
      _ = keys.insert(key)
      #expect(keys.count <= 1_000)
    }
    #expect(keys.contains(99_999) && !keys.contains(98_999))
  }
}

/// Knuth's linear congruential generator, of which the upper bits are drawn.
func next(_ state: inout UInt64) -> UInt64 {
  state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
  return state >> 33
}
