/// One day of a made-up office as a capture: servers, staff, wireless guests who get another address
/// each day, and the internet, of which each day shows another part.
public struct OfficeDay {
  /// What happens on the day beside the ordinary.
  public enum Event: Sendable, CaseIterable {
    case newHost
    case vanishedServer
    case movedHost
    case scanner
  }

  public static let newHost = "10.10.0.77"
  public static let vanishedServer = "10.10.0.15"
  public static let movedHost = (from: "10.20.1.17", to: "10.20.3.117")
  public static let scanner = "10.20.2.9"

  private let awayPercent: Int
  private let events: Set<Event>
  private let seed: UInt64
  private var random: SplitMix64
  private var packets: [Packet] = []

  private static let serverCount = 12
  private static let subnets = 1...4
  private static let hostsPerSubnet = 35
  private static let guestCount = 25
  private static let siteCount = 400
  /// Of which everybody has a few to which they return.
  private static let favouriteCount = 4

  /// - Parameters:
  ///   - seed: of the office, which has the same people on all its days.
  ///   - day: from 0; each has its own traffic.
  ///   - awayPercent: of a hundred staff, so many are away on a day.
  public init(seed: UInt64, day: Int, awayPercent: Int = 0, _ events: Set<Event> = []) {
    self.awayPercent = awayPercent
    self.events = events
    self.seed = seed
    random = SplitMix64(state: seed &* 1_000 &+ UInt64(day))
    for subnet in Self.subnets {
      for host in 1...Self.hostsPerSubnet { addStaff(subnet, host) }
    }
    for _ in 0..<Self.guestCount { addGuest() }
    if events.contains(.newHost) { addNewHost() }
    if events.contains(.scanner) { addScan() }
    packets.sort { ($0.time, $0.source, $0.destination) < ($1.time, $1.source, $1.destination) }
  }

  /// A pcap of it.
  public var bytes: [UInt8] {
    var bytes =
      Self.little(0xa1b2_c3d4) + [2, 0, 4, 0] + Self.little(0) + Self.little(0)
      + Self.little(65_535) + Self.little(1)
    for packet in packets { bytes += packet.record }
    return bytes
  }

  // MARK: Who does what

  /// Servers and sites that somebody likes, the same ones on all days.
  private func preferences(_ subnet: Int, _ host: Int) -> (servers: [Int], sites: [Int]) {
    var random = SplitMix64(state: seed &* 7_919 &+ UInt64(subnet * 256 + host))
    return (
      (0..<(3 + random.below(4))).map { _ in random.below(Self.serverCount) },
      (0..<Self.favouriteCount).map { _ in random.below(Self.siteCount) }
    )
  }

  private mutating func addStaff(_ subnet: Int, _ host: Int) {
    let isMoved = (subnet, host) == (1, 17)
    let isScanner = (subnet, host) == (2, 9)
    // Those of whom the test speaks are there on both days.
    guard isMoved || isScanner || random.below(100) >= awayPercent else { return }
    let address =
      isMoved && events.contains(.movedHost)
      ? Self.movedHost.to : "10.20.\(subnet).\(host)"
    let liked = preferences(subnet, host)
    // Busy days have four times the traffic of quiet ones.
    for _ in 0..<(10 + random.below(30)) {
      addConnection(from: address, to: server(liked.servers[random.below(liked.servers.count)]))
    }
    for number in liked.sites { addConnection(from: address, to: Self.site(number)) }
    for _ in 0..<(2 + random.below(10)) { addConnection(from: address, to: site()) }
  }

  private mutating func addGuest() {
    let address = "10.30.0.\(10 + random.below(200))"
    for _ in 0..<(1 + random.below(20)) { addConnection(from: address, to: site()) }
  }

  private mutating func addNewHost() {
    for _ in 0..<15 { addConnection(from: Self.newHost, to: server(random.below(5))) }
  }

  private mutating func addScan() {
    for host in 1...254 {
      packets.append(
        Packet(
          time: random.below(86_400), source: Self.scanner, destination: "10.20.4.\(host)",
          ports: (40_000 + host, 22), flags: Packet.synchronize))
    }
  }

  private func server(_ number: Int) -> String { "10.10.0.\(10 + number)" }

  /// A few sites have most of the visits.
  private mutating func site() -> String {
    Self.site(random.below(1 + random.below(1 + random.below(Self.siteCount))))
  }

  private static func site(_ number: Int) -> String {
    "\(130 + number % 38).\(number % 251).\(number / 2 % 200).\(1 + number % 250)"
  }

  private mutating func addConnection(from client: String, to server: String) {
    let time = random.below(86_000)
    let port = 32_768 + random.below(20_000)
    let isGone = events.contains(.vanishedServer) && server == Self.vanishedServer
    add(time, client, server, (port, 443), Packet.synchronize)
    // Clients call a server that is gone, and nobody answers.
    guard !isGone else { return add(time + 1, client, server, (port, 443), Packet.synchronize) }
    add(time, server, client, (443, port), Packet.synchronize | Packet.acknowledge)
    for index in 0..<(1 + random.below(6)) {
      add(time + index, client, server, (port, 443), Packet.acknowledge)
      add(time + index, server, client, (443, port), Packet.acknowledge)
    }
  }

  private mutating func add(
    _ time: Int, _ source: String, _ destination: String, _ ports: (Int, Int), _ flags: UInt8
  ) {
    packets.append(
      Packet(time: time, source: source, destination: destination, ports: ports, flags: flags))
  }

  // MARK: Bytes

  fileprivate static func little(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A TCP segment in Ethernet.
  private struct Packet {
    static let synchronize: UInt8 = 0x02
    static let acknowledge: UInt8 = 0x10

    /// Seconds of the day.
    let time: Int
    let source: String
    let destination: String
    let ports: (Int, Int)
    let flags: UInt8

    private static let epoch = 1_700_006_400

    var record: [UInt8] {
      let header: [UInt8] =
        [0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0] + Self.octets(source) + Self.octets(destination)
      let segment =
        Self.big(ports.0) + Self.big(ports.1) + [UInt8](repeating: 0, count: 8)
        + [0x50, flags, 0xff, 0xff, 0, 0, 0, 0]
      let frame = [UInt8](repeating: 0, count: 12) + [8, 0] + header + segment
      return OfficeDay.little(Self.epoch + time) + OfficeDay.little(0)
        + OfficeDay.little(frame.count) + OfficeDay.little(frame.count) + frame
    }

    private static func octets(_ address: String) -> [UInt8] {
      address.split(separator: ".").compactMap { UInt8($0) }
    }

    private static func big(_ value: Int) -> [UInt8] {
      [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }
  }
}
