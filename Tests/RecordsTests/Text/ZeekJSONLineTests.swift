import Records
import Testing

@Suite struct ZeekJSONLineTests {
  private func observation(_ line: String) throws -> Observation {
    try ZeekJSONLine.observation(Array(line.utf8).span, record: 5)
  }

  @Test(arguments: [
    ("1331901000.26", "1331901000.260000"),
    ("\"2012-03-16T12:30:00.260000Z\"", "1331901000.260000"), ("-0.5", "-0.500000"),
  ])
  func readsBothFormsOfTime(time: String, expected: String) throws {
    let line =
      #"{"ts":\#(time),"id.orig_h":"192.0.2.1","id.resp_h":"::1","orig_pkts":4,"#
      + #""orig_ip_bytes":398,"tags":["x",{"y":null}]}"#
    #expect(
      try observation(line)
        == Observation(
          source: IPAddress("192.0.2.1"), destination: IPAddress("::1"), record: 5,
          timestamp: Timestamp(expected), packetCount: 4, byteCount: 398))
  }

  @Test(arguments: [
    ("{", SkipReason.malformed), ("[]", .malformed), ("{}", .missingField),
    (#"{"id.orig_h":"192.0.2.1"}"#, .missingField), (#"{"id.orig_h":1,"id.resp_h":2}"#, .malformed),
    (#"{"id.orig_h":"192.0.2.1","id.resp_h":"x"}"#, .badIP),
    (#"{"id.orig_h":"::1","id.resp_h":"::2","orig_pkts":-1}"#, .badValue),
    (#"{"id.orig_h":"::1","id.resp_h":"::2","ts":1e300}"#, .badTime),
    (#"{"id.orig_h":"::1","id.resp_h":"::2","ts":999999999999}"#, .badTime),
    (#"{"id.orig_h":"::1","id.resp_h":"::2","ts":"noon"}"#, .badTime),
  ])
  func namesTheReasonOfEveryUnusableLine(line: String, reason: SkipReason) {
    #expect(throws: reason) { try observation(line) }
  }

  @Test func boundsNesting() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: SkipReason.malformed) { try observation(#"{"x":"# + deep) }
  }
}
