import Records
import Testing

@Suite struct TimestampEpochTextTests {
  @Test(arguments: [
    "1331901000.260000", "0", "0.0", "-1", "-0.5", "-1.500000", "1700000000.000000001",
    "253402300799.999", "-62167219200",
  ])
  func readsBackWithTheSameDigits(text: String) throws {
    let time = try #require(Timestamp(text))
    #expect(time.epochText == text)
  }

  @Test func nanosecondsAreExactOrAbsent() {
    func nanoseconds(_ seconds: Int64, _ nanoseconds: UInt32) -> Int64? {
      Timestamp(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: 9)
        .epochNanoseconds
    }
    #expect(nanoseconds(1_700_000_000, 1) == 1_700_000_000_000_000_001)
    #expect(nanoseconds(-1, 500_000_000) == -500_000_000)
    #expect(nanoseconds(9_223_372_036, 854_775_807) == .max)
    #expect(nanoseconds(9_223_372_036, 854_775_808) == nil)
    #expect(nanoseconds(.max, 0) == nil && nanoseconds(.min, 0) == nil)
  }
}
