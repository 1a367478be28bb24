import Testing

@testable import Features

@Suite struct DistinctCounterTests {
  /// Values that share nothing with those of another seed.
  private func values(_ count: Int, seed: UInt64) -> [UInt64] {
    (0..<UInt64(count)).map { HyperLogLog.hash(seed << 32 | $0) | 1 << 63 }
  }

  private func counter(_ values: some Sequence<UInt64>) -> DistinctCounter {
    var counter = DistinctCounter()
    for value in values { counter.insert(value) }
    return counter
  }

  @Test func countsExactlyUpToSixtyFour() {
    for count in 0...64 {
      let values = values(count, seed: 1)
      let counter = counter(values + values.reversed() + values)
      #expect(counter.count == count)
      #expect(counter.isExact)
    }
    #expect(!counter(values(65, seed: 1)).isExact)
  }

  /// The standard error is 1.04 / √1024 = 3.25 %; of 100 seeds the root of the mean square lies
  /// within 3.25 % ± 0.7 % (three of its own standard errors, 3.25 % / √200 each), and the mean error
  /// within three of 3.25 % / √100.
  @Test(arguments: [65, 200, 700, 1500, 2600, 5000, 20_000, 100_000])
  func estimatesLieWithinTheirError(count: Int) {
    var (sum, squares) = (0.0, 0.0)
    for seed in UInt64(1)...100 {
      let estimate = Double(counter(values(count, seed: seed)).count)
      let error = (estimate - Double(count)) / Double(count)
      sum += error
      squares += error * error
    }
    #expect((squares / 100).squareRoot() < 0.0325 + 0.007)
    #expect((sum / 100).magnitude < 3 * 0.00325)
  }

  /// Neighbouring numbers, as ports and minutes are, do as well as scattered ones.
  @Test(arguments: [1000, 65_536])
  func neighboursAreEstimatedAsWell(count: Int) {
    let estimate = Double(counter((1...UInt64(count))).count)
    #expect((estimate / Double(count) - 1).magnitude < 3 * 0.0325)
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 66, 1000], [0, 1, 5, 64, 65, 300])
  func mergingIsAddingAndHasNoOrder(first: Int, second: Int) {
    // Half of the second set is in the first one as well.
    let one = values(first, seed: 1)
    let other = Array(one.prefix(second / 2)) + values(second - second / 2, seed: 2)
    let whole = counter(one + other)
    var merged = counter(one)
    merged.merge(counter(other))
    var reversed = counter(other.reversed())
    reversed.merge(counter(one.reversed()))
    #expect(merged.count == whole.count && reversed.count == whole.count)
    #expect(merged.isExact == whole.isExact && reversed.isExact == whole.isExact)
    // Not the estimate alone but the whole state is the same, so that it goes on the same.
    let more = values(500, seed: 3)
    for value in more { merged.insert(value) }
    #expect(merged.count == counter(one + other + more).count)
  }
}
