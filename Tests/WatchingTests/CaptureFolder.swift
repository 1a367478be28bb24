import Foundation
import Records
import State
import Watching

/// A folder of captures made for a test, with a state beside it; goes away with the test.
final class CaptureFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("ipclust-watch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: captures, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var captures: URL { url.appendingPathComponent("captures") }
  var state: [UInt8] { Array(url.appendingPathComponent("state").path.utf8) }

  func file(_ name: String) -> URL { captures.appendingPathComponent(name) }

  /// Bytes of a UDP packet in Ethernet: time in seconds, last two octets of source and destination.
  struct Packet {
    let seconds: Int
    let source: [UInt8]
    let destination: [UInt8]

    var frame: [UInt8] {
      let header: [UInt8] = [0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0] + source + destination
      return [UInt8](repeating: 0, count: 12) + [8, 0] + header + [3, 232, 0, 53, 0, 8, 0, 0]
    }

    var record: [UInt8] {
      let frame = frame
      return Self.little(seconds) + Self.little(0) + Self.little(frame.count)
        + Self.little(frame.count) + frame
    }

    static func little(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }

  static var header: [UInt8] {
    Packet.little(0xa1b2_c3d4) + [2, 0, 4, 0] + Packet.little(0) + Packet.little(0)
      + Packet.little(65_535) + Packet.little(1)
  }

  static func bytes(_ packets: [Packet]) -> [UInt8] { header + packets.flatMap(\.record) }

  func write(_ packets: [Packet], to name: String) throws {
    try Data(Self.bytes(packets)).write(to: file(name))
  }

  func append(_ bytes: [UInt8], to name: String) throws {
    let handle = try FileHandle(forWritingTo: file(name))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  /// One look, by a clock at which every file is settled, unless said otherwise.
  func watch(
    _ options: WatchOptions = WatchOptions(), allowing allowList: String? = nil,
    sinks: [any AlertSink] = [], isSettled: Bool = true, now: Int64? = nil
  ) throws -> WatchReport {
    let now = now ?? Int64(Date().timeIntervalSince1970) + (isSettled ? 3_600 : 0)
    let list = allowList.map { AllowList.read(Array($0.utf8), detectors: ["addresses"]).list }
    var run = WatchRun(
      store: try StateStore(writing: state), options: options, allowList: list, version: "test",
      now: { now }, isCancelled: { false })
    var sinks = sinks
    return try run.run([InputPath(captures.path)], sinks: &sinks) { _, _ in }
  }

  func read<Result>(
    _ body: (StateReader) throws(StateFailure) -> Result
  ) throws -> Result {
    try StateStore(reading: state).read(body)
  }

  /// Packets that are remembered in all.
  func packetCount() throws -> Int {
    try read { (reader) throws(StateFailure) in
      try reader.addresses(on: .source, of: .ipv4, days: nil).reduce(0) { $0 + $1.packetCount }
    }
  }
}

/// Days of an office: hosts that talk to servers, a little different each day.
enum Office {
  static let firstDay = 20_000

  /// Packets of one day, in order.
  static func day(
    _ number: Int, strangers: [(source: [UInt8], destination: [UInt8])] = []
  ) -> [CaptureFolder.Packet] {
    let start = (firstDay + number) * 86_400
    var packets = (0..<400).map { index in
      // Numbers without a common factor, so that every host meets many servers.
      CaptureFolder.Packet(
        seconds: start + index * 60, source: [10, 1, UInt8(index % 3), UInt8(1 + index * 7 % 120)],
        destination: [10, 2, 0, UInt8(1 + (index * 13 + number) % 90)])
    }
    for (index, stranger) in strangers.enumerated() {
      packets.append(
        CaptureFolder.Packet(
          seconds: start + 80_000 + index, source: stranger.source,
          destination: stranger.destination))
    }
    return packets
  }
}

/// A sink that remembers what it was told.
final class RecordingSink: AlertSink {
  let name = "test"
  var isDown = false
  private(set) var addresses: [String] = []

  func deliver(_ findings: [Finding], isCancelled: () -> Bool) -> DeliveryOutcome {
    guard !isDown else {
      return DeliveryOutcome(failure: DeliveryFailure(.unreachable, "nobody listens"))
    }
    addresses += findings.map { "\($0.address)" }
    return DeliveryOutcome(deliveredIds: findings.map(\.id))
  }
}
