import Features
import LinearAlgebra
import Records

/// How improbable it is that an address is here that was not there.
///
/// A newcomer of one packet is less of a wonder than one that talks all day: the rate of newcomers
/// where it came is multiplied by the root of the share of all addresses that are as active. The
/// root, because that an address is there at all is what surprises.
struct Novelty {
  /// What is new: one address, or all addresses of a network of which none was known.
  struct Unit {
    /// The largest network of which nothing was known; an address alone for one in a known network.
    let network: IPPrefix
    /// Which of the prefixes around its addresses that is.
    fileprivate let level: Int
    /// In their order.
    fileprivate(set) var hosts: [Host]
    /// In bits.
    fileprivate(set) var surprise = 0.0
    fileprivate(set) var surroundings: Change.Surroundings?

    fileprivate var activity: Activity { hosts.map(Activity.init).max() ?? Activity.none }
  }

  /// By the least address of each.
  private(set) var units: [Unit] = []

  /// - Parameters:
  ///   - known: addresses of the other time, in their order.
  ///   - present: hosts of this time, in the order of their addresses.
  ///   - isJudged: which of these are looked for; the others are what they are compared with.
  init(known: [IPAddress], present: [Host], where isJudged: (Host) -> Bool = { _ in true }) {
    var positions: [IPPrefix: Int] = [:]
    for host in present where isJudged(host) && !known.hold(host.address) {
      let scopes = AddressScopes(host.address)
      let networks = (0..<AddressScopes.levelCount).map(scopes.prefix)
      guard let level = networks.firstIndex(where: { !known.reach(into: $0) }) else { continue }
      let network = networks[level]
      if let position = positions[network] {
        units[position].hosts.append(host)
      } else {
        positions[network] = units.count
        units.append(Unit(network: network, level: level, hosts: [host]))
      }
    }
    judge(among: present)
  }

  private mutating func judge(among present: [Host]) {
    guard !units.isEmpty else { return }
    let addresses = present.map(\.address)
    let new = units.map { (scopes: AddressScopes($0.hosts[0].address), level: $0.level) }
    let activities = present.map(Activity.init).sorted()
    for level in Set(units.map(\.level)) {
      let rates = NoveltyRates(level: level, present: addresses, new: new)
      for index in units.indices where units[index].level == level {
        let scope = new[index].scopes.around(level)
        let own = NoveltyRates.Counts(addressCount: units[index].hosts.count, newCount: 1)
        let share = Self.share(asActiveAs: units[index].activity, among: activities)
        units[index].surprise =
          -logarithm(rates.rate(in: scope, beside: own) * share.squareRoot()) / logarithm(2)
        let others = rates.counts(scope) - own
        units[index].surroundings = Change.Surroundings(
          network: scope.prefix, otherCount: others.addressCount, alikeCount: others.newCount)
      }
    }
  }

  /// The share of all addresses, of which the unit is one, that are at least as active.
  private static func share(asActiveAs activity: Activity, among sorted: [Activity]) -> Double {
    let count = sorted.count - sorted.partitioningIndex { $0 >= activity }
    return Double(max(count, 1)) / Double(max(sorted.count, 1))
  }
}

/// How much of an address there is, to compare: heard before not heard, then by packets.
private struct Activity: Comparable {
  private let isHeard: Bool
  private let sentCount: Int
  private let receivedCount: Int

  static let none = Activity(isHeard: false, sentCount: 0, receivedCount: 0)

  init(_ host: Host) {
    self.init(
      isHeard: host.isHeard, sentCount: host[.sentPacketCount] ?? 0,
      receivedCount: host[.receivedPacketCount] ?? 0)
  }

  private init(isHeard: Bool, sentCount: Int, receivedCount: Int) {
    self.isHeard = isHeard
    self.sentCount = sentCount
    self.receivedCount = receivedCount
  }

  static func < (left: Activity, right: Activity) -> Bool {
    (left.isHeard ? 1 : 0, left.sentCount, left.receivedCount)
      < (right.isHeard ? 1 : 0, right.sentCount, right.receivedCount)
  }
}

extension [IPAddress] {
  /// Whether a sorted list has `address`.
  fileprivate func hold(_ address: IPAddress) -> Bool {
    let place = partitioningIndex { $0 >= address }
    return place < count && self[place] == address
  }

  /// Whether one of a sorted list lies in `network`, whose addresses follow each other.
  fileprivate func reach(into network: IPPrefix) -> Bool {
    let place = partitioningIndex { $0 >= network.address }
    return place < count && network.contains(self[place])
  }
}
