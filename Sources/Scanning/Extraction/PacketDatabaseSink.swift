import GRDB
import Records

/// The table `packets`: a column for each of `extract`, and the time as a number.
struct PacketDatabaseTable {
  let columns: [PacketColumn]

  /// Nanoseconds since 1970 beside the text of `timestamp`: exact, and in the order of time at any
  /// number of digits, which the text is not.
  static let timeColumn = "timestampns"

  private var hasTime: Bool { columns.contains(.timestamp) }

  private var names: [String] { columns.map(\.rawValue) + (hasTime ? [Self.timeColumn] : []) }

  var definition: String {
    let definitions = columns.map { column in
      switch column.kind {
      case .number: "\(column.rawValue) INTEGER"
      case .text, .time: "\(column.rawValue) TEXT"
      }
    }
    let time = hasTime ? ["\(Self.timeColumn) INTEGER"] : []
    return "CREATE TABLE packets (\((definitions + time).joined(separator: ", ")))"
  }

  var insertion: String {
    let places = names.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO packets (\(names.joined(separator: ", "))) VALUES (\(places))"
  }

  /// Made after the rows, which is faster than keeping them up row by row.
  var indices: [String] {
    hasTime ? ["CREATE INDEX packetsByTime ON packets (\(Self.timeColumn))"] : []
  }

  /// What stands in the table for a row.
  func values(of row: PacketRow, _ frame: Span<UInt8>) -> [DatabaseValue] {
    var values: [DatabaseValue] = []
    values.reserveCapacity(columns.count + 1)
    for column in columns {
      switch row.value(of: column) {
      case .absent: values.append(.null)
      case .number(let number): values.append(number.databaseValue)
      case .time(let time): values.append(time.epochText.databaseValue)
      case .address(let address): values.append(address.description.databaseValue)
      case .hardware(let address): values.append(address.description.databaseValue)
      case .linkTypeName: values.append(Self.text(row.linkTypeName))
      case .options(let range): values.append(Self.text(DHCPOptions.text(in: frame, at: range)))
      }
    }
    if hasTime { values.append(row.timestamp?.epochNanoseconds?.databaseValue ?? .null) }
    return values
  }

  private static func text(_ bytes: [UInt8]) -> DatabaseValue {
    String(decoding: bytes, as: UTF8.self).databaseValue
  }
}

/// Inserts rows; the first failure is kept, and what comes after it is dropped.
public final class PacketDatabaseSink: PacketRowSink {
  private let table: PacketDatabaseTable
  private let statement: Statement
  private(set) var failure: (any Error)?

  /// Whether rows can no longer be written, so that reading more is in vain.
  public var hasFailed: Bool { failure != nil }

  init(_ table: PacketDatabaseTable, _ statement: Statement) {
    self.table = table
    self.statement = statement
  }

  public func write(_ row: PacketRow, _ frame: Span<UInt8>) {
    guard failure == nil else { return }
    do {
      try statement.execute(arguments: StatementArguments(table.values(of: row, frame)))
    } catch {
      failure = error
    }
  }
}
