import Features
import Foundation
import GRDB
import Records

/// The values of a row from the left, checked instead of trusted.
struct RowFields {
  private let row: Row
  private var index = 0

  init(_ row: Row) {
    self.row = row
  }

  private mutating func next() -> DatabaseValue.Storage {
    let value: DatabaseValue = row[index]
    index += 1
    return value.storage
  }

  /// The error about the value that was read last.
  func unexpected() -> UnexpectedValue {
    UnexpectedValue(column: Array(row.columnNames)[index - 1])
  }

  mutating func optionalInteger() throws -> Int64? {
    switch next() {
    case .int64(let value): value
    case .null: nil
    default: throw unexpected()
    }
  }

  mutating func integer() throws -> Int64 {
    guard let value = try optionalInteger() else { throw unexpected() }
    return value
  }

  mutating func count() throws -> Int { Int(try integer()) }

  mutating func flag() throws -> Bool { try integer() != 0 }

  /// A number, or not a number, which SQLite keeps as the absence of one.
  mutating func real() throws -> Double {
    switch next() {
    case .double(let value): value
    case .int64(let value): Double(value)
    case .null: .nan
    default: throw unexpected()
    }
  }

  mutating func optionalText() throws -> String? {
    switch next() {
    case .string(let value): value
    case .null: nil
    default: throw unexpected()
    }
  }

  mutating func text() throws -> String {
    guard let value = try optionalText() else { throw unexpected() }
    return value
  }

  /// A word of those that a type knows.
  mutating func word<Word: RawRepresentable<String>>() throws -> Word {
    guard let word = Word(rawValue: try text()) else { throw unexpected() }
    return word
  }

  mutating func optionalBytes() throws -> [UInt8]? {
    switch next() {
    case .blob(let value): Array(value)
    case .null: nil
    default: throw unexpected()
    }
  }

  mutating func bytes() throws -> [UInt8] {
    guard let value = try optionalBytes() else { throw unexpected() }
    return value
  }

  mutating func path() throws -> InputPath { InputPath(bytes: try bytes()) }

  mutating func side() throws -> Side {
    switch try integer() {
    case Side.source.number: .source
    case Side.destination.number: .destination
    default: throw unexpected()
    }
  }

  mutating func address() throws -> IPAddress {
    guard case .blob(let bytes) = next(), let address = IPAddress(octets: bytes) else {
      throw unexpected()
    }
    return address
  }

  /// Of three columns: seconds, nanoseconds, fraction digits.
  mutating func timestamp() throws -> Timestamp? {
    let (seconds, nanoseconds) = (try optionalInteger(), try optionalInteger())
    let digits = try optionalInteger()
    guard let seconds else { return nil }
    guard let nanoseconds, 0..<1_000_000_000 ~= nanoseconds, let digits, 0...9 ~= digits else {
      throw unexpected()
    }
    return Timestamp(
      seconds: seconds, nanoseconds: UInt32(nanoseconds), fractionDigitCount: UInt8(digits))
  }
}
