import Features
import Records

/// What changed from one time to another among the addresses of a family.
public struct Comparison: Sendable {
  public let family: AddressFamily
  /// Addresses that were heard: before, after, and both times.
  public let beforeCount: Int
  public let afterCount: Int
  public let commonCount: Int
  /// The most surprising first, then by address.
  public let changes: [Change]

  /// Compares two tables of one family.
  ///
  /// An address is there when it was heard. One that others only spoke to is compared as well, but
  /// by itself: it may not exist.
  public init(before: HostTable, after: HostTable) {
    precondition(before.family == after.family, "addresses of one family are compared")
    family = before.family
    let sides = (before: before.hosts.filter(\.isHeard), after: after.hosts.filter(\.isHeard))
    let all = (before: Lookup(before.hosts), after: Lookup(after.hosts))
    let heard = (before: Lookup(sides.before), after: Lookup(sides.after))
    let stayed = sides.after.compactMap { after in
      heard.before[after.address].map { MoveMatching.Stayed(before: $0, after: after) }
    }
    beforeCount = sides.before.count
    afterCount = sides.after.count
    commonCount = stayed.count

    var changes = Self.changesOfPresence(
      Novelty(known: sides.before.map(\.address), present: sides.after),
      Novelty(known: sides.after.map(\.address), present: sides.before), all, stayed)
    let silent = (
      new: Novelty(known: before.hosts.map(\.address), present: after.hosts) { !$0.isHeard },
      vanished: Novelty(known: after.hosts.map(\.address), present: before.hosts) { !$0.isHeard }
    )
    changes += silent.new.units.map { Self.appearance($0, all) }
    changes += silent.vanished.units.map { Self.disappearance($0, all) }
    let pairs = after.hosts.compactMap { host -> BehaviourShifts.Pair? in
      guard let before = all.before[host.address], before.isHeard == host.isHeard else {
        return nil
      }
      return BehaviourShifts.Pair(before: before, after: host)
    }
    changes += Self.changesOfBehaviour(pairs)
    self.changes = changes.sorted {
      guard $0.surprise == $1.surprise else { return $0.surprise > $1.surprise }
      guard let left = $0.address, let right = $1.address, left != right else {
        return $0.kind.rawValue < $1.kind.rawValue
      }
      return left < right
    }
  }

  /// What is there both times, and does something else; each address once.
  private static func changesOfBehaviour(_ pairs: [BehaviourShifts.Pair]) -> [Change] {
    let shifts = BehaviourShifts(pairs).findings
    let moves = ClusterMoves(pairs.filter { $0.after.isHeard }).findings
    let moveOf = Dictionary(
      moves.map { ($0.pair.after.address, (before: $0.from, after: $0.to)) }
    ) { first, _ in first }
    let shifted = Set(shifts.map(\.pair.after.address))
    return shifts.map {
      Change(
        .changed, surprise: $0.surprise, before: $0.pair.before, after: $0.pair.after,
        shifts: $0.shifts, clusters: moveOf[$0.pair.after.address])
    }
      + moves.filter { !shifted.contains($0.pair.after.address) }.map {
        Change(
          .movedCluster, surprise: $0.surprise, before: $0.pair.before, after: $0.pair.after,
          clusters: ($0.from, $0.to))
      }
  }

  /// In bits, of each of the two addresses.
  private static let smallestMoveSurprise = 3.0

  private typealias Lookups = (before: Lookup, after: Lookup)

  /// What came, went and moved, of those that were heard.
  private static func changesOfPresence(
    _ new: Novelty, _ vanished: Novelty, _ all: Lookups,
    _ stayed: [MoveMatching.Stayed]
  ) -> [Change] {
    // Where all come and go, nobody moves.
    let single = (
      new: new.units.filter { $0.hosts.count == 1 && $0.surprise >= smallestMoveSurprise },
      vanished: vanished.units.filter { $0.hosts.count == 1 && $0.surprise >= smallestMoveSurprise }
    )
    let matches = MoveMatching(
      vanished: single.vanished.map { $0.hosts[0] }, new: single.new.map { $0.hosts[0] },
      stayed: stayed
    ).matches
    let moved = (
      new: Set(matches.map { single.new[$0.new].hosts[0].address }),
      vanished: Set(matches.map { single.vanished[$0.vanished].hosts[0].address })
    )
    let moves = matches.map { match -> Change in
      let (old, fresh) = (single.vanished[match.vanished], single.new[match.new])
      // Two things happened, and each is as improbable as if it had happened alone.
      return Change(
        .moved, surprise: old.surprise + fresh.surprise, before: old.hosts[0],
        after: fresh.hosts[0], surroundings: fresh.surroundings,
        sharedPeerShare: match.sharedPeerShare)
    }
    let came = new.units.filter { $0.hosts.count > 1 || !moved.new.contains($0.hosts[0].address) }
    let went = vanished.units.filter {
      $0.hosts.count > 1 || !moved.vanished.contains($0.hosts[0].address)
    }
    return moves + came.map { appearance($0, all) } + went.map { disappearance($0, all) }
  }

  private static func appearance(_ unit: Novelty.Unit, _ all: Lookups) -> Change {
    guard unit.hosts.count == 1 else {
      return Change(
        .newNetwork, surprise: unit.surprise, network: unit.network, members: unit.hosts,
        surroundings: unit.surroundings)
    }
    return Change(
      .new, surprise: unit.surprise, before: all.before[unit.hosts[0].address],
      after: unit.hosts[0], network: unit.network, surroundings: unit.surroundings)
  }

  private static func disappearance(_ unit: Novelty.Unit, _ all: Lookups) -> Change {
    guard unit.hosts.count == 1 else {
      return Change(
        .vanishedNetwork, surprise: unit.surprise, network: unit.network, members: unit.hosts,
        surroundings: unit.surroundings)
    }
    return Change(
      .vanished, surprise: unit.surprise, before: unit.hosts[0],
      after: all.after[unit.hosts[0].address], network: unit.network,
      surroundings: unit.surroundings)
  }
}

/// Finds hosts by their address.
private struct Lookup {
  private let hosts: [Host]

  /// - Parameter hosts: in the order of their addresses.
  init(_ hosts: [Host]) { self.hosts = hosts }

  subscript(address: IPAddress) -> Host? {
    let place = hosts.partitioningIndex { $0.address >= address }
    return place < hosts.count && hosts[place].address == address ? hosts[place] : nil
  }
}
