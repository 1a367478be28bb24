import Features
import Foundation
import Learning
import Readers
import Records

/// Distinct addresses of a capture made for the purpose: UDP in IPv4 in Ethernet.
struct CaptureBenchmark: Benchmark {
  let packetCount: Int
  let addressCount: Int

  var title: String { "capture addresses packets=\(packetCount) sources=\(addressCount)" }

  func run(_ peers: Peers) throws -> [Measurement] {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "made.pcap")
      try Data(capture()).write(to: file)
      let (seconds, tables) = ProcessorTime.median { read(file.path) }
      let result = "\(tables.sources.records.count) + \(tables.destinations.records.count)"
      return [
        Measurement(name: "ipclust", cpuSeconds: seconds, result: result),
        peers.program("C loop on libpcap", peers.libpcapLoop.map { [$0, file.path] }) {
          $0.split(separator: "\n").joined()
        },
        // Prints every packet; the rest of the usual pipe, awk and sort -u, is left out.
        peers.program("tcpdump -nn", ["tcpdump", "-nn", "-r", file.path]) {
          "\($0.split(separator: "\n").count) lines"
        },
      ]
    }
  }

  private func read(_ path: String) -> BothSides {
    let tables = BothSides()
    _ = InputReader().read(InputPath(path), isCancelled: { false }, progress: { _ in }, tables)
    return tables
  }

  private final class BothSides: RecordVisitor {
    private(set) var sources = AddressTable()
    private(set) var destinations = AddressTable()

    func visit(_ observations: Span<Observation>) {
      for index in observations.indices {
        let observation = observations[index]
        if let source = observation.source { sources.add(source, from: observation, input: 0) }
        if let destination = observation.destination {
          destinations.add(destination, from: observation, input: 0)
        }
      }
    }
  }

  /// A pcap file of microseconds, little-endian.
  private func capture() -> [UInt8] {
    var generator = SeededGenerator(seed: 1)
    var bytes: [UInt8] = []
    // Ethernet 14, IPv4 20, UDP 8, payload 18: the least that Ethernet sends.
    let frameByteCount = 60
    bytes.reserveCapacity(24 + packetCount * (16 + frameByteCount))
    for word: UInt32 in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 262_144, 1] { bytes.append(little: word) }
    for packet in 0..<packetCount {
      let words = [UInt32(packet / 1000), UInt32(packet % 1000), 60, 60]
      for word in words { bytes.append(little: word) }
      bytes.append(contentsOf: [UInt8](repeating: 2, count: 12) + [0x08, 0x00])
      bytes.append(contentsOf: [0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0])
      let source = UInt32.random(in: 0..<UInt32(addressCount), using: &generator)
      bytes.append(big: 0x0a00_0000 + source)
      bytes.append(big: 0xc0a8_0000 + UInt32.random(in: 0..<256, using: &generator))
      bytes.append(contentsOf: [0, 53, 0, 53, 0, 26, 0, 0] + [UInt8](repeating: 0, count: 18))
    }
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(little word: UInt32) {
    for shift: UInt32 in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  fileprivate mutating func append(big word: UInt32) {
    append(little: word.byteSwapped)
  }
}
