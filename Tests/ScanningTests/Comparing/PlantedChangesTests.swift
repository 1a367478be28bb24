import Detection
import Features
import Foundation
import Records
import Scanning
import Synchronization
import TestSupport
import Testing

@Suite struct PlantedChangesTests {
  /// What was planted in the second day comes first, and all of it.
  @Test(arguments: 1...6)
  func whatWasPlantedComesFirst(seed: UInt64) throws {
    let changes = try changes(seed: seed, Set(OfficeDay.Event.allCases))
    let first = changes.prefix(4).map { "\($0.kind.rawValue) \($0.address.map { "\($0)" } ?? "")" }
    #expect(
      Set(first) == [
        "new \(OfficeDay.newHost)", "vanished \(OfficeDay.vanishedServer)",
        "moved \(OfficeDay.movedHost.to)", "changed \(OfficeDay.scanner)",
      ], "\(Self.listing(changes))")
    let moved = try #require(changes.first { $0.kind == .moved })
    #expect(moved.before?.address.description == OfficeDay.movedHost.from)
  }

  /// Where people stay away they vanish too, and still what was planted is among the first, and nobody
  /// is taken for another.
  @Test(arguments: 1...6)
  func whatWasPlantedIsAmongTheFirstWherePeopleStayAway(seed: UInt64) throws {
    let changes = try changes(seed: seed, awayPercent: 5, Set(OfficeDay.Event.allCases))
    let first = changes.prefix(12).compactMap { $0.address?.description }
    let planted = [
      OfficeDay.newHost, OfficeDay.vanishedServer, OfficeDay.movedHost.to, OfficeDay.scanner,
    ]
    #expect(Set(planted).isSubset(of: first), "\(Self.listing(changes))")
    #expect(changes.count { $0.kind == .moved } == 1)
    #expect(changes.count { $0.kind == .changed } == 1)
  }

  /// Each alone is the first of its day, so that none owes its place to the others.
  @Test(arguments: OfficeDay.Event.allCases)
  func eachComesFirstAlone(event: OfficeDay.Event) throws {
    let changes = try changes(seed: 7, [event])
    let expected =
      switch event {
      case .newHost: OfficeDay.newHost
      case .vanishedServer: OfficeDay.vanishedServer
      case .movedHost: OfficeDay.movedHost.to
      case .scanner: OfficeDay.scanner
      }
    #expect(changes.first?.address?.description == expected, "\(Self.listing(changes))")
  }

  /// On ordinary days nothing moved or changed its ways, and nothing is as surprising as what was
  /// planted.
  @Test(arguments: 1...6)
  func ordinaryDaysHoldNoWonder(seed: UInt64) throws {
    let changes = try changes(seed: seed, [])
    #expect(!changes.contains { [.moved, .changed, .movedCluster].contains($0.kind) })
    let planted = try self.changes(seed: seed, Set(OfficeDay.Event.allCases))
    let most = try #require(changes.first)
    #expect(most.surprise < planted[3].surprise, "\(Self.listing(changes))")
  }

  /// Read backwards the same changed, with new and vanished in each other's place.
  @Test func aComparisonCanBeTurnedRound() throws {
    let (before, after) = try tables(
      seed: 3, Set(OfficeDay.Event.allCases))
    let forth = Comparison(before: before, after: after).changes
    let back = Comparison(before: after, after: before).changes
    let mirrored: [Change.Kind: Change.Kind] = [
      .new: .vanished, .newNetwork: .vanishedNetwork, .vanished: .new,
      .vanishedNetwork: .newNetwork, .moved: .moved, .changed: .changed,
      .movedCluster: .movedCluster,
    ]
    for kind in Change.Kind.allCases {
      #expect(
        forth.count { $0.kind == kind } == back.count { $0.kind == mirrored[kind] })
    }
  }

  // MARK: Two days

  private func changes(
    seed: UInt64, awayPercent: Int = 0, _ events: Set<OfficeDay.Event>
  ) throws -> [Change] {
    let (before, after) = try tables(seed: seed, awayPercent: awayPercent, events)
    return Comparison(before: before, after: after).changes
  }

  private func tables(
    seed: UInt64, awayPercent: Int = 0, _ events: Set<OfficeDay.Event>
  ) throws -> (HostTable, HostTable) {
    (
      try Self.table(Day(seed: seed, day: 0, awayPercent: awayPercent, events: [])),
      try Self.table(Day(seed: seed, day: 1, awayPercent: awayPercent, events: events))
    )
  }

  private struct Day: Hashable {
    let seed: UInt64
    let day: Int
    let awayPercent: Int
    let events: Set<OfficeDay.Event>
  }

  private static let known = Mutex<[Day: HostTable]>([:])

  /// The hosts of a day, whose capture is made and read once for all tests.
  private static func table(_ day: Day) throws -> HostTable {
    if let table = known.withLock({ $0[day] }) { return table }
    let table = try read(
      OfficeDay(seed: day.seed, day: day.day, awayPercent: day.awayPercent, day.events))
    known.withLock { $0[day] = table }
    return table
  }

  private static func read(_ day: OfficeDay) throws -> HostTable {
    let folder = try TestFolder()
    let path = try folder.write(day.bytes, to: "day.pcap")
    var options = ScanOptions()
    options.features = .behaviour
    let hosts = Scan(options: options, threadCount: 1).hosts(
      in: [InputSource(path: path)], isCancelled: { false }, progress: { _ in })
    #expect(hosts.inputs.map(\.status) == [.ok])
    return try #require(hosts.tables.first)
  }

  private static func listing(_ changes: [Change]) -> String {
    changes.prefix(12).map {
      "\($0.kind.rawValue) \($0.address.map { "\($0)" } ?? "-") \($0.surprise)"
    }.joined(separator: "; ")
  }
}
