import Features
import Foundation
import GRDB
import Records

extension Side {
  /// As columns have it.
  var number: Int64 { self == .source ? 0 : 1 }
}

extension AddressFamily {
  /// The version of the protocol, as columns have it.
  var number: Int64 { self == .ipv4 ? 4 : 6 }
}

extension IPAddress {
  /// The octets in network order, whose order as bytes is that of the addresses.
  var octetData: Data {
    if family == .ipv4 {
      return withUnsafeBytes(of: UInt32(truncatingIfNeeded: low).bigEndian) { Data($0) }
    }
    return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
  }

  /// Nil unless there are 4 or 16 octets.
  init?(octets: Data) {
    func number(_ octets: Data) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }
    switch octets.count {
    case 4: self.init(family: .ipv4, high: 0, low: number(octets))
    case 16: self.init(family: .ipv6, high: number(octets.prefix(8)), low: number(octets.suffix(8)))
    default: return nil
    }
  }
}

extension DatabaseValue {
  static func of(_ value: (some DatabaseValueConvertible)?) -> DatabaseValue {
    value?.databaseValue ?? .null
  }

  static func of(_ bytes: [UInt8]?) -> DatabaseValue {
    bytes.map { Data($0).databaseValue } ?? .null
  }

  /// Seconds, nanoseconds and fraction digits.
  static func columns(of timestamp: Timestamp?) -> [DatabaseValue] {
    guard let timestamp else { return [.null, .null, .null] }
    return [
      timestamp.seconds.databaseValue, Int64(timestamp.nanoseconds).databaseValue,
      Int64(timestamp.fractionDigitCount).databaseValue,
    ]
  }
}
