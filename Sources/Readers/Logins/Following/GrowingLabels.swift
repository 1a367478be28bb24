import Records

/// Attacks that are written down while a log grows: a CSV, or the table `attacks` of a database.
public final class GrowingLabels {
  private let path: InputPath
  private let zone: CivilZone
  private let limits: InputLimits
  private var flow: AttackFlow
  private var content = Content.unknown

  private enum Content {
    /// Nothing was written yet.
    case unknown
    case text(GrowingFile)
    case table(GrowingTable)
  }

  private var rows: CSVRowSplitter
  private var columns: AttackTable?
  private var failure: InputFailure?

  public init(_ path: InputPath, zone: CivilZone, limits: InputLimits = InputLimits()) {
    self.path = path
    self.zone = zone
    self.limits = limits
    flow = AttackFlow(path, zone)
    rows = CSVRowSplitter(
      maximumFieldByteCount: limits.fieldByteCount, maximumRowByteCount: limits.rowByteCount)
  }

  /// Where the rows went so far.
  public var summary: InputSummary { flow.tally.summary }

  /// Takes what was written since the last look; a line counts once it has its end.
  ///
  /// - Returns: attacks, perhaps some that were given before.
  /// - Throws: why nothing can be read; after `busy` another look may succeed.
  public func look(isCancelled: () -> Bool) throws(InputFailure) -> [Attack] {
    if case .unknown = content { try recognize(isCancelled) }
    switch content {
    case .unknown: break
    case .text(let file):
      var look = GrowingFile.Look.bytes
      while look != .nothing, failure == nil {
        look = try file.look(isCancelled: isCancelled) { bytes in rows.consume(bytes) { take($0) } }
        if look == .replaced { rows.finish { take($0) } }
      }
      if let failure { throw failure }
    case .table(var table):
      while try look(&table, isCancelled) {}
      content = .table(table)
    }
    return flow.takeAttacks()
  }

  /// Takes a last line that has no end, where nothing will be added to it.
  public func finish() -> [Attack] {
    rows.finish { take($0) }
    return flow.takeAttacks()
  }

  private func look(
    _ table: inout GrowingTable, _ isCancelled: () -> Bool
  ) throws(InputFailure) -> Bool {
    var flow = flow
    defer { self.flow = flow }
    let zone = zone
    return try table.look(isCancelled: isCancelled) { names in
      let columns = try AttackTable(header: TableRow(names: names))
      return { row, values in
        flow.account { () throws(SkipReason) in
          if values.holdBlob { throw .badType }
          return try columns.attack(row, in: zone)
        }
      }
    }
  }

  private func take(_ row: TableRow) {
    do throws(InputFailure) {
      columns = try AttackTable(header: row)
    } catch {
      guard let columns else {
        failure = failure ?? error
        return
      }
      let zone = zone
      flow.account { () throws(SkipReason) in try columns.attack(row, in: zone) }
    }
  }

  private func recognize(_ isCancelled: () -> Bool) throws(InputFailure) {
    try withoutActuallyEscaping(isCancelled) { (isCancelled) throws(InputFailure) in
      let stream = try ByteStream(
        InputSource(path: path), limits: limits, isCancelled: isCancelled)
      do throws(InputFailure) {
        switch try LoginKind(stream) {
        case .database:
          content = .table(
            GrowingTable(
              path, limits, name: LoginDatabaseReader.attackTable, columns: AttackTable.names))
        case .table where stream.compression == .none: content = .text(try GrowingFile(path))
        case .table, .authLog, .journal:
          throw InputFailure(
            .unsupportedFormat,
            "expected labels, a CSV or a database with the columns 'start' and 'end'")
        }
      } catch {
        guard error.class == .emptyFile else { throw error }
      }
    }
  }
}
