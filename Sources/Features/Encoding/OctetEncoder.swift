import LinearAlgebra
import Records

/// Encodes addresses as their octets: 4 columns for IPv4, 16 for IPv6, values 0 … 255.
public enum OctetEncoder {
  public static func schema(for family: AddressFamily) -> FeatureSchema {
    FeatureSchema(
      name: "octets", schemaVersion: 1,
      features: (1...family.octetCount).map { "octet\($0)" })
  }

  /// The whole numbers that each feature can take.
  public static func grids(for family: AddressFamily) -> [ClosedRange<Int>?] {
    Array(repeating: 0...255, count: family.octetCount)
  }

  /// One row per address, in the order given: `[addressCount × octetCount]`.
  ///
  /// - Precondition: all addresses belong to `family`.
  public static func samples(of addresses: [IPAddress], family: AddressFamily) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(addresses.count * family.octetCount)
    for address in addresses {
      precondition(address.family == family, "a feature matrix holds one address family")
      for index in 0..<family.octetCount { elements.append(Double(address.octet(index))) }
    }
    return Matrix(
      rowCount: addresses.count, columnCount: family.octetCount, elements: elements)
  }
}
