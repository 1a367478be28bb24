import Detection
import Features
import Learning
import Records

/// Comparisons of a few hosts made by hand, in which each kind of change occurs.
enum SampleComparison {
  /// Every kind of IPv4 but one that moved, which is of IPv6.
  static let everything = everyKind()

  /// The same hosts both times.
  static let nothing = report(before: [ipv4Before], after: [ipv4Before])

  /// No host at all.
  static let empty = report(before: [], after: [])

  /// One newcomer beside one other.
  static let single = report(before: [table([quiet("10.0.0.1")])], after: [table(pair)])

  static let pair = [quiet("10.0.0.1"), quiet("10.0.0.2")]

  /// A newcomer whose address is as long as addresses get, and a network that is gone.
  static let long: ComparisonReport = {
    let known = quiet("2a00:1450:aaaa:bbbb:cccc:dddd:eeee:1111")
    let fresh = heard("2a00:1450:aaaa:bbbb:cccc:dddd:eeee:2222", packets: 7, peers: 2)
    let gone = [quiet("2a01::1"), quiet("2a01::2")]
    return report(before: [table([known] + gone)], after: [table([known, fresh])])
  }()

  /// Two that are only spoken to, in a network that holds no other.
  static let silent = report(
    before: [table([quiet("10.0.0.1")])], after: [table([quiet("10.0.0.1")] + unheard)])

  /// The same two, spoken to no longer.
  static let silentBefore = report(
    before: [table([quiet("10.0.0.1")] + unheard)], after: [table([quiet("10.0.0.1")])])

  private static let unheard = ["10.9.0.1", "10.9.0.7"].map { spokenTo($0, packets: 3, peers: 1) }

  /// A host that goes on at another address, with three of the four peers it had.
  static let move = move(to: "10.1.3.88")

  /// Thirty-one that call and ten that are called, of which one that called is called from then on;
  /// all by so different counts that none is a wonder.
  static let otherCluster: ComparisonReport = {
    var generator = SeededGenerator(seed: 1)
    func table(mover isCalling: Bool) -> HostTable {
      SampleComparison.table(
        (1...41).map { number in
          let calls = number == 1 ? isCalling : number <= 31
          // A third to three times as many.
          func count(_ isMany: Bool) -> Int {
            let factors = [33, 40, 48, 58, 69, 83, 100, 120, 144, 173, 208, 250, 300]
            return (isMany ? 48 : 3) * (factors.randomElement(using: &generator) ?? 100)
          }
          return Host(
            IPAddress("10.1.2.\(number)")!,
            values: [
              .sentPacketCount: count(!calls), .sentByteCount: 100 * count(!calls),
              .receivedPacketCount: count(calls), .receivedByteCount: 100 * count(calls),
              .contactedPeerCount: count(calls), .contactingPeerCount: count(!calls),
              .contactedPortCount: count(calls), .servedPortCount: count(!calls),
              .connectionRequestCount: count(calls), .activeMinuteCount: count(!calls),
            ])
        })
    }
    return report(before: [table(mover: true)], after: [table(mover: false)])
  }()

  /// The same to any address.
  static func move(to address: String) -> ComparisonReport {
    report(
      before: [peerTable(of: "10.1.2.77", sendingTo: 0..<4)],
      after: [peerTable(of: address, sendingTo: 0..<3)])
  }

  static func report(
    _ options: ComparisonReport.Options = ComparisonReport.Options(), before: [HostTable],
    after: [HostTable], names: (String, String) = ("monday", "tuesday"),
    origins: (ComparisonReport.Time.Origin, ComparisonReport.Time.Origin) = (days(0), days(1)),
    wasInterrupted: Bool = false
  ) -> ComparisonReport {
    ComparisonReport(
      version: "0.1.0", options: options,
      before: ComparisonReport.Time(name: names.0, origin: origins.0),
      after: ComparisonReport.Time(name: names.1, origin: origins.1),
      comparisons: zip(before, after).map { Comparison(before: $0, after: $1) },
      wasInterrupted: wasInterrupted)
  }

  /// Every kind, with other options, names and origins.
  static func everyKind(
    _ options: ComparisonReport.Options = ComparisonReport.Options(),
    names: (String, String) = ("monday", "tuesday"),
    origins: (ComparisonReport.Time.Origin, ComparisonReport.Time.Origin) = (days(0), days(1)),
    wasInterrupted: Bool = false
  ) -> ComparisonReport {
    report(
      options, before: [ipv4Before, ipv6Before], after: [ipv4After, ipv6After], names: names,
      origins: origins, wasInterrupted: wasInterrupted)
  }

  /// A week from 2026-11-14 on, so many weeks later.
  static func days(_ weekCount: Int64) -> ComparisonReport.Time.Origin {
    let first = 20_771 + 7 * weekCount
    return .days(first...first + 6, activeCount: 5)
  }

  // MARK: Tables

  /// Those that stay as they are; so many, that it is rare to come and go among them.
  private static let staying = (1...59).map { heard("10.1.2.\($0)", packets: 10, peers: 3) }

  private static let ipv4Before = table(
    staying + [
      heard("10.1.2.60", packets: 10, peers: 3),
      heard("192.168.7.9", packets: 5_120, peers: 12),
      heard("198.51.100.1", packets: 5, peers: 1),
      heard("198.51.100.2", packets: 5, peers: 1),
      heard("198.51.100.3", packets: 5, peers: 1),
    ])

  private static let ipv4After = table(
    staying + [
      heard("10.1.2.60", packets: 10_000, peers: 253),
      heard("10.1.2.200", packets: 1, peers: 1),
      heard("172.31.0.1", packets: 20, peers: 2),
      heard("172.31.5.2", packets: 20, peers: 2),
      heard("203.0.113.50", packets: 512, peers: 12),
      spokenTo("10.1.9.9", packets: 3, peers: 1),
      spokenTo("192.168.7.9", packets: 340, peers: 12),
    ])

  private static let ipv6Staying = (1...12).map {
    heard("2001:db8:1:2::\($0)", packets: 10, peers: 3)
  }

  /// Its interface identifier is made of a MAC address, which goes with it to another network.
  private static let ipv6Before = table(
    ipv6Staying + [heard("2001:db8:1:2:21a:2bff:fe3c:4d5e", packets: 400, peers: 9)])

  private static let ipv6After = table(
    ipv6Staying + [heard("2001:db8:1:3:21a:2bff:fe3c:4d5e", packets: 420, peers: 9)])

  private static func table(_ hosts: [Host]) -> HostTable {
    HostTable(hosts[0].address.family, hosts)
  }

  private static func quiet(_ text: String) -> Host { heard(text, packets: 1, peers: 1) }

  private static func heard(_ text: String, packets: Int, peers: Int) -> Host {
    Host(
      IPAddress(text)!,
      values: [
        .sentPacketCount: packets, .sentByteCount: packets * 60, .contactedPeerCount: peers,
        .receivedPacketCount: 0,
      ],
      firstTimestamp: SampleReport.time(0), lastTimestamp: SampleReport.time(60))
  }

  private static func spokenTo(_ text: String, packets: Int, peers: Int) -> Host {
    Host(
      IPAddress(text)!,
      values: [
        .sentPacketCount: 0, .receivedPacketCount: packets, .contactingPeerCount: peers,
      ])
  }

  /// Twelve hosts with a peer each, and one with some of four others, which only receive.
  private static func peerTable(of address: String, sendingTo peers: Range<Int>) -> HostTable {
    var tables = AddressTables(families: [.ipv4], countsBehaviour: true)
    func send(_ source: String, _ destination: String) {
      let observation = Observation(
        source: IPAddress(source)!, destination: IPAddress(destination)!, record: 1,
        timestamp: SampleReport.time(0))
      let traits = PacketTraits(
        connectionOver: .udp, ports: .init(source: 4000, destination: 53))
      tables.add([observation].span, [traits].span, input: 0)
    }
    for number in 1...12 { send("10.1.2.\(number)", "10.7.7.\(number)") }
    for peer in peers { send(address, "10.8.8.\(peer + 1)") }
    return tables.hosts(of: .ipv4)
  }
}
