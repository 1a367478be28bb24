import Records
import Testing

@Suite struct TimestampResolutionTests {
  @Test(
    arguments: [
      (0, 1_331_901_000, "1331901000"), (3, 1_331_901_000_260, "1331901000.260"),
      (6, 1_331_901_000_260_001, "1331901000.260001"),
      (9, 1_331_901_000_260_000_001, "1331901000.260000001"),
      // Finer than nanoseconds: cut, not rounded.
      (10, 13_319_010_002_600_000_019, "1331901000.260000001"),
      (19, .max, "1.844674407"), (20, .max, "0.184467440"), (28, .max, "0.000000001"),
      (29, .max, "0.000000000"), (127, .max, "0.000000000"),
      (0x80, 1_331_901_000, "1331901000"), (0x81, 3, "1.5"), (0x8a, 1024 + 512, "1.500000000"),
      (0x8a, 1, "0.000976562"), (0xa0, 5 << 32 | 1 << 31, "5.500000000"),
      (0xbf, .max, "1.999999999"), (0xc0, .max, "0.999999999"), (0xc1, 1 << 63, "0.250000000"),
      (0xff, .max, "0.000000000"),
    ] as [(UInt8, UInt64, String)])
  func countsTicks(code: UInt8, tickCount: UInt64, text: String) {
    #expect(TimestampResolution(code: code).timestamp(tickCount: tickCount) == Timestamp(text))
  }

  @Test func addsTheOffset() {
    func time(_ tickCount: UInt64, _ offsetSeconds: Int64) -> Timestamp? {
      TimestampResolution(code: 3, offsetSeconds: offsetSeconds).timestamp(tickCount: tickCount)
    }
    #expect(time(1500, 10) == Timestamp("11.500"))
    #expect(time(1500, -10) == Timestamp("-8.500"))
    #expect(time(1500, .max) == nil && time(999, .max) != nil && time(.max, .min) != nil)
  }

  @Test func hasNoTimeBeyondItsRange() {
    #expect(TimestampResolution(code: 0).timestamp(tickCount: .max) == nil)
    #expect(TimestampResolution(code: 0x80).timestamp(tickCount: 1 << 63) == nil)
  }

  @Test func survivesEveryCode() {
    for code in UInt8.min...UInt8.max {
      for tickCount in [0, 1, 1 << 31, 1 << 32, 1 << 63, .max] as [UInt64] {
        for offsetSeconds in [Int64.min, -1, 0, .max] {
          let resolution = TimestampResolution(code: code, offsetSeconds: offsetSeconds)
          // No expectation but that it returns: a trap ends the test.
          _ = resolution.timestamp(tickCount: tickCount)
        }
      }
      #expect(TimestampResolution(code: code).fractionDigitCount == min(code & 0x7f, 9))
    }
  }
}
