import Features
import Records

/// The minute table of some login logs, as `logins features` writes it.
public struct MinuteTableReport: Sendable {
  static let schema = "ipclust.logins.features"
  static let schemaVersion = 1

  let run: LoginRun
  let table: MinuteTable

  public init(run: LoginRun, table: MinuteTable) {
    self.run = run
    self.table = table
  }

  /// Why the rows are not listed; nil where they are.
  ///
  /// A row with a wrong year may span centuries, which nobody wants a line a minute of.
  public var failure: InputFailure? {
    guard table.rowCount > MinuteTable.listedRowLimit else { return nil }
    return InputFailure(
      .tooLarge,
      "the failures span \(table.rowCount) rows, but at most \(MinuteTable.listedRowLimit) are "
        + "listed; cut their time with --from and --to, or take a coarser --resolution")
  }

  /// Whether rows have labels.
  var hasLabels: Bool { table.attackRanges != nil }

  func time(_ seconds: Int64) -> String {
    Timestamp(seconds: seconds, nanoseconds: 0, fractionDigitCount: 0).description
  }
}
