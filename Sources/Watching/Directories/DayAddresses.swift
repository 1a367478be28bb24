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
    var start = 0
    while start < observations.count, observations[start].record <= knownRecordCount { start += 1 }
    usedPacketCount += observations.count - start
    while start < observations.count {
      let day = Self.day(of: observations[start])
      var end = start + 1
      while end < observations.count, Self.day(of: observations[end]) == day { end += 1 }
      tables[day, default: AddressTables()].add(observations.extracting(start..<end), input: 0)
      start = end
    }
  }

  private static func day(of observation: Observation) -> Int64? {
    observation.timestamp?.seconds.flooredDivision(by: WatchOptions.secondsPerDay).quotient
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
