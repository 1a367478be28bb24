import Features
import Readers
import Records

/// Collects the addresses of the new records of a capture, apart by day (UTC).
final class DayAddresses: RecordVisitor {
  /// The addresses of one day.
  struct Day {
    /// Days since 1970; nil for packets without a time.
    let number: Int64?
    /// Those with addresses.
    let tables: [AddressTable]
  }

  /// By the numbers of days.
  private var tables: [Int64?: AddressTables] = [:]
  private(set) var usedPacketCount = 0
  private let knownRecordCount: Int

  /// - Parameter knownRecordCount: records from the first on that were counted before.
  init(knownRecordCount: Int) {
    self.knownRecordCount = knownRecordCount
  }

  func visit(_ observations: Span<Observation>) {
    addNew(
      observations.count, record: { observations[$0].record },
      day: { observations[$0].timestamp.map { Self.day(ofSecond: $0.seconds) } },
      add: { $0.add(observations.extracting($1), input: 0) })
  }

  func visit(_ packets: Span<PlainPacket>) {
    addNew(
      packets.count, record: { packets[$0].record },
      day: { Self.day(ofSecond: packets[$0].timestamp.seconds) },
      add: { $0.add(packets.extracting($1), input: 0) })
  }

  /// Adds the new ones among `count` records, those of one day after the other at once.
  private func addNew(
    _ count: Int, record: (Int) -> Int, day: (Int) -> Int64?,
    add: (inout AddressTables, Range<Int>) -> Void
  ) {
    var start = 0
    while start < count, record(start) <= knownRecordCount { start += 1 }
    usedPacketCount += count - start
    while start < count {
      let today = day(start)
      var end = start + 1
      while end < count, day(end) == today { end += 1 }
      add(&tables[today, default: AddressTables()], start..<end)
      start = end
    }
  }

  private static func day(ofSecond seconds: Int64) -> Int64 {
    seconds.flooredDivision(by: WatchOptions.secondsPerDay).quotient
  }

  var addressCount: Int {
    tables.values.reduce(0) { $0 + $1.tables.reduce(0) { $0 + $1.count } }
  }

  /// In order; packets without a time first.
  var days: [Day] {
    tables.sorted { ($0.key ?? .min) < ($1.key ?? .min) }
      .map { Day(number: $0.key, tables: $0.value.tables.filter { $0.count > 0 }) }
  }
}
