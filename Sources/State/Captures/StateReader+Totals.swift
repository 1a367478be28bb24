import GRDB
import Records

/// Sums over all captures that were ever read.
public struct CaptureTotals: Sendable, Equatable {
  public let captureCount: Int
  public let usedPacketCount: Int
  public let skipped: [SkipReason: Int]
}

extension StateReader {
  public func captureTotals() throws(StateFailure) -> CaptureTotals {
    let counts =
      try rows(
        "SELECT count(*), coalesce(sum(usedPacketCount), 0) FROM captures"
      ) { (try $0.count(), try $0.count()) }.first ?? (0, 0)
    let skips = try rows("SELECT reason, sum(count) FROM captureSkips GROUP BY reason") {
      (try $0.text(), try $0.count())
    }
    return CaptureTotals(
      captureCount: counts.0, usedPacketCount: counts.1,
      skipped: Dictionary(
        skips.compactMap { name, count in SkipReason(rawValue: name).map { ($0, count) } },
        uniquingKeysWith: +))
  }

  public func findingCount() throws(StateFailure) -> Int {
    try rows("SELECT count(*) FROM findings") { try $0.count() }.first ?? 0
  }
}
