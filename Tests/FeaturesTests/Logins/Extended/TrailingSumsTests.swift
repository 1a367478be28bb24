import Testing

@testable import Features

@Suite struct TrailingSumsTests {
  @Test func sumsAreThoseOfTheLastMinutes() {
    let lengths = [1, 2, 3, 7]
    var sums = TrailingSums(lengths: lengths)
    var counts: [Int64: Int] = [:]
    var state: UInt64 = 7
    var minute: Int64 = -25
    for _ in 0..<3_000 {
      minute += Int64(next(&state) % 3)
      if next(&state) % 50 == 0 { minute += 9 }
      sums.advance(to: minute)
      let count = Int(next(&state) % 4)
      sums.add(count)
      counts[minute, default: 0] += count
      for (index, length) in lengths.enumerated() {
        let expected = (minute - Int64(length) + 1...minute).reduce(0) { $0 + (counts[$1] ?? 0) }
        #expect(sums.sums[index] == expected, "minute \(minute), length \(length)")
      }
    }
  }
}
