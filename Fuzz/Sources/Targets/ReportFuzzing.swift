@testable import Detection
@testable import Features
@testable import Records
@testable import Reporting

/// Saved reports of scans, which are compared.
enum ReportFuzzing {
  /// What was read is as it was where it is compared with itself, and judged in finite numbers where
  /// it is compared with nothing.
  static func read(_ bytes: Span<UInt8>) -> Int {
    let bytes = bytes.withUnsafeBufferPointer { Array($0) }
    let isReport = SavedScanReport.isReport(head: bytes)
    let report: SavedScanReport
    do throws(InputFailure) {
      report = try SavedScanReport(bytes)
    } catch {
      precondition(error.class == .malformed, "refusals have their class")
      return (error.byteOffset ?? -1) &+ (isReport ? 1 : 0)
    }
    var sum = 1
    for table in report.tables {
      precondition(table.hosts.allSatisfy { $0.address.family == table.family }, "one family")
      precondition(
        Comparison(before: table, after: table).changes.isEmpty, "nothing changed in no time")
      let nothing = HostTable(table.family, [])
      for changes in [
        Comparison(before: nothing, after: table).changes,
        Comparison(before: table, after: nothing).changes,
      ] {
        for change in changes {
          precondition(
            change.surprise.isFinite && change.surprise >= 0, "a surprise is a number of bits")
          sum &+= change.members.count &+ 1
        }
      }
    }
    return sum
  }
}
