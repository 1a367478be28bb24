import Records
import Testing

@testable import Features

@Suite struct IntervalSumsTests {
  private func time(_ seconds: Int64, _ nanoseconds: UInt32 = 0) -> Timestamp {
    Timestamp(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: 9)
  }

  private func sums(_ times: some Sequence<Timestamp?>) -> IntervalSums {
    var sums = IntervalSums()
    for time in times { sums.add(time) }
    return sums
  }

  @Test func aClockworkHasNoVariation() {
    let sums = sums((0..<9).map { time(1_331_901_000 + 60 * $0, 250) })
    #expect(sums.mean == 60)
    #expect(sums.variation == 0)
  }

  @Test func meanAndVariationAreThoseOfTheIntervals() {
    // Intervals 1, 3 and 5 s: mean 3 s, standard deviation √(8/3).
    let sums = sums([0, 1, 4, 9].map { time($0) })
    #expect(sums.mean == 3)
    #expect(sums.variation == 24.squareRoot() / 9)
  }

  @Test func oneIntervalHasNoVariationAndOneTimeNoInterval() {
    #expect(sums([time(5)]).mean == nil)
    #expect(sums([time(5), nil, time(7)]).mean == 2)
    #expect(sums([time(5), time(7)]).variation == nil)
    #expect(sums([time(5), time(5), time(5)]).mean == 0)
    #expect(sums([time(5), time(5), time(5)]).variation == nil)
  }

  @Test func aStepBackIsNoInterval() {
    #expect(sums([10, 12, 5, 6].map { time($0) }).count == 2)
    #expect(sums([10, 12, 5, 6].map { time($0) }).mean == 1.5)
  }

  /// Wherever a sequence is cut, and in however many parts.
  @Test func partsGiveWhatTheWholeGives() {
    let seconds: [Int64?] = [3, 9, 4, 4, 1_000_000, 17, 18, nil, 40]
    let times = seconds.map { $0.map { time($0, 7) } }
    let whole = sums(times)
    for first in times.indices {
      for second in first..<times.count {
        var merged = sums(times[..<first])
        merged.merge(sums(times[first..<second]))
        merged.merge(sums(times[second...]))
        #expect(merged == whole, "cut at \(first) and \(second)")
        var inner = sums(times[first..<second])
        inner.merge(sums(times[second...]))
        var nested = sums(times[..<first])
        nested.merge(inner)
        #expect(nested == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func hostileTimesNeitherTrapNorCount() {
    let sums = sums([time(.min), time(.max), time(-9_000_000_000), time(9_000_000_000), time(.max)])
    #expect(sums.count == 1)
    #expect(sums.mean == 18e9)
    var saturated = self.sums([time(-9_000_000_000), time(9_000_000_000)])
    for _ in 0..<40 {
      let copy = saturated
      saturated.merge(copy)
    }
    #expect(saturated.mean.map { $0 >= 0 } == true)
  }
}
