import Records
import Testing

@Suite struct TimestampTextTests {
  @Test(
    arguments: [
      (0, 0, 0, "1970-01-01T00:00:00Z"), (0, 0, 6, "1970-01-01T00:00:00.000000Z"),
      (1_331_901_000, 260_000_000, 6, "2012-03-16T12:30:00.260000Z"),
      (1_331_901_000, 260_000_001, 9, "2012-03-16T12:30:00.260000001Z"),
      (-1, 999_000_000, 3, "1969-12-31T23:59:59.999Z"), (951_782_400, 0, 0, "2000-02-29T00:00:00Z"),
      (4_294_967_295, 0, 0, "2106-02-07T06:28:15Z"),
      (253_402_300_799, 0, 0, "9999-12-31T23:59:59Z"),
      (-62_167_219_200, 0, 0, "0000-01-01T00:00:00Z"),
      (253_402_300_800, 0, 0, "+10000-01-01T00:00:00Z"),
      (-62_167_219_201, 0, 0, "-0001-12-31T23:59:59Z"),
    ] as [(Int64, UInt32, UInt8, String)])
  func writesRFC3339(seconds: Int64, nanoseconds: UInt32, digitCount: UInt8, text: String) {
    let time = Timestamp(
      seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: digitCount)
    #expect(time.description == text)
  }

  @Test func survivesTheEndsOfTime() {
    for seconds in [Int64.min, .max] {
      let time = Timestamp(seconds: seconds, nanoseconds: 999_999_999, fractionDigitCount: 9)
      #expect(time.description.hasSuffix(".999999999Z"))
    }
  }

  @Test func readsBackEveryDayOfFourCenturies() {
    for day in -73_000..<73_100 as Range<Int64> {
      let time = Timestamp(
        seconds: day * 86_400 + day % 50_000, nanoseconds: 123_000_000, fractionDigitCount: 3)
      #expect(Timestamp(time.description) == time)
    }
  }

  @Test(
    arguments: [
      ("1331901000.260000", 1_331_901_000, 260_000_000, 6), ("1331901000", 1_331_901_000, 0, 0),
      ("253402300799", 253_402_300_799, 0, 0), ("-62167219200", -62_167_219_200, 0, 0),
      ("0.5", 0, 500_000_000, 1), ("-1.25", -2, 750_000_000, 2), ("-1", -1, 0, 0),
      ("1.1234567899", 1, 123_456_789, 9),
      ("2012-03-16T12:30:00.260000Z", 1_331_901_000, 260_000_000, 6),
      ("2012-03-16 12:30:00", 1_331_901_000, 0, 0),
      ("2012-03-16T13:30:00.26+01:00", 1_331_901_000, 260_000_000, 2),
      ("2012-03-16t07:00:00-0530", 1_331_901_000, 0, 0),
      ("2016-12-31T23:59:60Z", 1_483_228_800, 0, 0),
    ] as [(String, Int64, UInt32, UInt8)])
  func reads(text: String, seconds: Int64, nanoseconds: UInt32, digitCount: UInt8) {
    #expect(
      Timestamp(text)
        == Timestamp(seconds: seconds, nanoseconds: nanoseconds, fractionDigitCount: digitCount))
  }

  @Test(arguments: [
    "", "-", ".", "1.", ".5", "1e9", "+1", "nan", "1 ", "9999999999999999999", "2012-03-16",
    "2012-13-01T00:00:00Z", "2011-02-29T00:00:00Z", "2012-03-16T24:00:00Z", "2012-03-16T12:60:00Z",
    "2012-03-16T12:30:61Z", "2012-03-16T12:30:00.Z", "2012-03-16T12:30:00+1",
    "2012-03-16T12:30:00ZZ",
    "999999999999", "253402300800", "-62167219200.5", "9999-12-31T23:59:60Z",
    "0000-01-01T00:00:00+00:01",
    "2012-3-16T12:30:00Z", "16/03/2012 12:30:00",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
