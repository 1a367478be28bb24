import Records
import Testing

@Suite struct IPv4HeaderTests {
  /// A packet from 192.0.2.1 to 198.51.100.2 with `options`, padded to whole words.
  private static func packet(_ options: [UInt8]) -> [UInt8] {
    let padded = options + [UInt8](repeating: 0, count: (4 - options.count % 4) % 4)
    let words = 5 + UInt8(padded.count / 4)
    return [0x40 | words, 0, 0, words * 4, 0, 1, 0, 0, 64, 59, 0, 0] + [192, 0, 2, 1]
      + [198, 51, 100, 2] + padded
  }

  private static func destination(_ packet: [UInt8]) throws -> String {
    try FrameDecoder(.raw).addresses(in: packet.span).destination.description
  }

  /// Via 203.0.113.1 to 203.0.113.2.
  private static let hops: [UInt8] = [203, 0, 113, 1, 203, 0, 113, 2]

  @Test(
    arguments: [
      ("loose", [131, 11, 4] + hops), ("strict", [137, 11, 4] + hops),
      ("last hop left", [131, 11, 8] + hops), ("after no operation", [1, 1, 131, 11, 4] + hops),
      ("after a security option", [130, 3, 0, 1, 137, 11, 4] + hops),
      ("before a second route", [131, 11, 4] + hops + [131, 7, 4, 9, 9, 9, 9]),
    ] as [(String, [UInt8])])
  func followsASourceRoute(name: String, options: [UInt8]) throws {
    #expect(try Self.destination(Self.packet(options)) == "203.0.113.2")
  }

  @Test(
    arguments: [
      ("record route", [7, 11, 4] + hops), ("exhausted", [131, 11, 12] + hops),
      ("long exhausted", [131, 11, 255] + hops), ("empty", [131, 3, 4]),
      ("pointer before the route", [131, 11, 0] + hops), ("odd pointer", [131, 11, 5] + hops),
      ("odd length", [131, 10, 4] + hops), ("without a pointer", [131, 2]),
      ("length beyond the header", [131, 15, 4] + hops), ("length 0", [131, 0, 4] + hops),
      ("length 1", [131, 1, 4] + hops), ("length 0 before", [7, 0, 131, 11, 4] + hops),
      ("cut before", [7, 41, 4, 0, 131, 11, 4] + hops),
      ("behind the end", [0, 131, 11, 4] + hops), ("no room for a length", [1, 1, 1, 131]),
      ("only no operations", [UInt8](repeating: 1, count: 40)),
    ] as [(String, [UInt8])])
  func keepsTheHeadersDestination(name: String, options: [UInt8]) throws {
    #expect(try Self.destination(Self.packet(options)) == "198.51.100.2")
  }

  @Test func needsTheRouteCapturedWhole() throws {
    let packet = Self.packet([131, 11, 4] + Self.hops)
    for byteCount in 20..<packet.count {
      #expect(try Self.destination(Array(packet.prefix(byteCount))) == "198.51.100.2")
    }
    #expect(try Self.destination(packet) == "203.0.113.2")
  }

  @Test func survivesEveryPairOfOptionBytes() {
    let packet = Self.packet([131, 11, 4] + Self.hops)
    for index in 20..<packet.count - 1 {
      for pair in UInt16.min...UInt16.max {
        var changed = packet
        changed[index] = UInt8(truncatingIfNeeded: pair >> 8)
        changed[index + 1] = UInt8(truncatingIfNeeded: pair)
        // No expectation but that it returns: a trap or an endless loop ends the test.
        _ = try? FrameDecoder(.raw).addresses(in: changed.span)
      }
    }
  }
}
