import Features
import Records
import State

/// Findings for tests of what tells of them.
public enum SampleFindings {
  /// 2026-11-28T00:00:00Z.
  public static let windowStart: Int64 = 1_795_824_000

  /// One with all that a finding can have.
  public static let source = make(1)

  /// One of the other side and family, without times or reasons.
  public static let destination = Finding(
    id: id(2), detector: .addresses, side: .destination,
    address: IPAddress(family: .ipv6, high: 0x2001_0db8_0000_0000, low: 0x25),
    windowStart: windowStart, capturePath: InputPath("site.pcapng"), firstPacket: 7, packetCount: 1,
    byteCount: 60, firstTimestamp: nil, lastTimestamp: nil, anomalyScore: 21, pValue: 0.5,
    reference: "", reasons: [])

  /// The same as `source` but for what is given.
  public static func make(
    _ number: Int, path: [UInt8] = Array("/var/captures/site-2026-11-28.pcap".utf8),
    reference: String = "192.168.200.0–192.168.229.255 (84 addresses)",
    reasons: [String] = [
      "third octet 169; addresses of 192.168.200.0–192.168.229.255 have 200–229",
      "fourth octet 7, where most have 10–99",
    ],
    first: Timestamp? = Timestamp(
      seconds: windowStart + 3723, nanoseconds: 123_456_789, fractionDigitCount: 9)
  ) -> Finding {
    Finding(
      id: id(number), detector: .addresses, side: .source,
      address: IPAddress(ipv4: 0xc0a8_a907), windowStart: windowStart,
      capturePath: InputPath(bytes: path), firstPacket: 1841, packetCount: 12, byteCount: 3456,
      firstTimestamp: first,
      lastTimestamp: first.map {
        Timestamp(
          seconds: $0.seconds, nanoseconds: $0.nanoseconds / 2 + 500_000_000,
          fractionDigitCount: $0.fractionDigitCount)
      },
      anomalyScore: 17.25, pValue: 0.0009765625, reference: reference, reasons: reasons)
  }

  public static func many(_ count: Int) -> [Finding] { (1...count).map { make($0) } }

  /// 64 hexadecimal digits.
  public static func id(_ number: Int) -> String {
    SHA256.hexadecimal(of: Array("finding \(number)".utf8).span)
  }

  /// Names and sentences that somebody made to break formats apart, and every byte and hidden scalar.
  public static let hostileTexts: [[UInt8]] =
    [
      "\u{1b}[2J\u{1b}]0;owned\u{7}", "a\nb\r\nc\td\u{0}e", "\",\"id\":\"forged\"}\n{",
      "]\"\\x1b\\",
      "-", "(empty)", "#close", "a,b;c=d", "=1+1", "\u{202e}fdp.exe", "\u{feff}bom",
      "\u{85}\u{9b}31m",
      "}\"} 1\n# TYPE x counter", "</script><!--", "..\u{2028}line", "caf\u{e9} – ✓", "",
    ].map { Array($0.utf8) }
    + [Array(0...255), [0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc3], Array("a".utf8) + [0xf0, 0x9f]]
}
