import Foundation
import Learning

/// A capture made from a seed: VLAN-tagged TCP and UDP in IPv4 in Ethernet, as an office sends it.
///
/// The same parameters give the same bytes. Sizes follow the usual two humps, acknowledgements and
/// full segments, with a mean of 259 captured bytes, so that six million packets have 1.65 GB.
struct GeneratedCapture {
  enum Population: String, CaseIterable {
    /// 187 sources and 2 673 destinations, of which one source scans eight whole /24.
    case office
    /// A million sources that all talk to 256 servers.
    case crowd
  }

  let population: Population
  let packetCount: Int

  private static let blockByteCount = 1 << 20
  private static let headerByteCount = 14 + 4 + 20 + 20
  private static let startSecond = 1_700_000_000
  private static let microsecondsBetweenPackets = 150

  /// Hands the file to `body` in blocks.
  func write(_ body: ([UInt8]) throws -> Void) rethrows {
    var generator = SeededGenerator(seed: 1)
    let payload = Self.payloadPool(&generator)
    var block: [UInt8] = []
    block.reserveCapacity(Self.blockByteCount + 4096)
    for word: UInt32 in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 262_144, 1] { block.append(little: word) }
    for packet in 0..<packetCount {
      append(packet, payload, &generator, to: &block)
      if block.count >= Self.blockByteCount {
        try body(block)
        block.removeAll(keepingCapacity: true)
      }
    }
    try body(block)
  }

  func write(to path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    try write { try handle.write(contentsOf: Data($0)) }
    try handle.close()
  }

  private func append(
    _ packet: Int, _ payload: [UInt8], _ generator: inout SeededGenerator, to block: inout [UInt8]
  ) {
    let (source, destination) = addresses(of: packet, &generator)
    let byteCount = Self.headerByteCount + Self.payloadByteCount(&generator)
    let time = packet * Self.microsecondsBetweenPackets
    let words = [
      UInt32(Self.startSecond + time / 1_000_000), UInt32(time % 1_000_000), UInt32(byteCount),
      UInt32(byteCount),
    ]
    for word in words { block.append(little: word) }
    block.append(contentsOf: [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 7, 8, 0])
    let isUDP = packet % 5 == 0
    let identifier = UInt16(truncatingIfNeeded: packet)
    block.append(contentsOf: [0x45, 0])
    block.append(big: UInt16(byteCount - 18))
    block.append(big: identifier)
    block.append(contentsOf: [0x40, 0, 64, isUDP ? 17 : 6, 0, 0])
    block.append(big: source)
    block.append(big: destination)
    block.append(big: UInt16(49_152 + Int(source) % 16_384))
    block.append(big: UInt16(isUDP ? 53 : 443))
    if isUDP {
      block.append(big: UInt16(byteCount - 38))
      block.append(big: UInt16(truncatingIfNeeded: packet))
      block.append(contentsOf: repeatElement(0, count: 12))
    } else {
      block.append(big: UInt32(truncatingIfNeeded: packet))
      block.append(big: UInt32(truncatingIfNeeded: packet / 2))
      block.append(contentsOf: [0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0])
    }
    let count = byteCount - Self.headerByteCount
    let start = Int.random(in: 0...payload.count - count, using: &generator)
    block.append(contentsOf: payload[start..<start + count])
  }

  private func addresses(
    of packet: Int, _ generator: inout SeededGenerator
  ) -> (source: UInt32, destination: UInt32) {
    switch population {
    case .crowd:
      let source = UInt32(
        packet < 1_000_000 ? packet : Int.random(in: 0..<1_000_000, using: &generator))
      return (0x0a00_0000 + source, 0xc0a8_0000 + UInt32.random(in: 0..<256, using: &generator))
    case .office:
      // Every eighth packet is the scan; the others go from a few busy hosts to a few busy servers.
      if packet % 8 == 7 {
        let target = UInt32(packet / 8 % 2_048)
        return (0xc0a8_c8ba, 0xc0a8_1400 + target)
      }
      let source = packet < 1_500 ? UInt32(packet % 186) : Self.skewed(186, &generator)
      let target = packet < 6_000 ? UInt32(packet % 625) : Self.skewed(625, &generator)
      return (0xc0a8_c800 + source, 0x0a0a_0000 + target)
    }
  }

  /// A number below `count`, small ones more often.
  private static func skewed(_ count: UInt32, _ generator: inout SeededGenerator) -> UInt32 {
    UInt32.random(in: 0...UInt32.random(in: 0..<count, using: &generator), using: &generator)
  }

  private static func payloadByteCount(_ generator: inout SeededGenerator) -> Int {
    switch UInt32.random(in: 0..<100, using: &generator) {
    case 0..<62: Int.random(in: 6...40, using: &generator)
    case 62..<87: Int.random(in: 100...400, using: &generator)
    default: Int.random(in: 500...1_438, using: &generator)
    }
  }

  /// Bytes that compress about as well as what offices send: words, and every third block noise.
  private static func payloadPool(_ generator: inout SeededGenerator) -> [UInt8] {
    let words = "GET HTTP/1.1 Host: content-type text/html id= 200 OK cache-control max-age".split(
      separator: " "
    ).map { Array($0.utf8) }
    var pool: [UInt8] = []
    while pool.count < 1 << 16 {
      if UInt32.random(in: 0..<3, using: &generator) == 0 {
        for _ in 0..<32 { pool.append(UInt8.random(in: 0...255, using: &generator)) }
      } else {
        pool += words.randomElement(using: &generator) ?? []
        pool.append(UInt8(ascii: " "))
      }
    }
    return pool
  }
}

extension [UInt8] {
  fileprivate mutating func append(little word: UInt32) {
    for shift: UInt32 in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  fileprivate mutating func append(big word: UInt32) {
    append(little: word.byteSwapped)
  }

  fileprivate mutating func append(big word: UInt16) {
    append(UInt8(truncatingIfNeeded: word >> 8))
    append(UInt8(truncatingIfNeeded: word))
  }
}
