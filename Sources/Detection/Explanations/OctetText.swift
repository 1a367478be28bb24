import Records

/// Octets of an address in words: `third octet 169`, `octet 7 0x0f`.
struct OctetText {
  let family: AddressFamily

  func text(_ feature: Int, _ value: Double) -> String {
    "\(name(feature)) \(self.value(value))"
  }

  func name(_ feature: Int) -> String {
    switch family {
    case .ipv4: "\(["first", "second", "third", "fourth"][feature]) octet"
    case .ipv6: "octet \(feature + 1)"
    }
  }

  /// IPv6 octets in hexadecimal, as they are written in the address.
  func value(_ value: Double) -> String {
    let number = Int(value)
    guard family == .ipv6 else { return "\(number)" }
    let digits = String(number, radix: 16)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }

  /// `it would be usual with third octet 4 instead of 99: 10.0.4.1`.
  ///
  /// - Parameter row: all octets with the changes applied.
  func counterfactual(_ changes: [FeatureChange], row: [Double]) -> String {
    let number = row.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let address = IPAddress(family, number: number)
    guard changes.count <= Self.namedChangeCount else {
      return "it would be usual with \(changes.count) other octets: \(address)"
    }
    let parts = changes.map { change in
      "\(text(change.featureIndex, change.to)) instead of \(value(change.from))"
    }
    return "it would be usual with " + ClusterNaming.enumeration(parts, conjunction: "and")
      + ": \(address)"
  }

  /// More changes are another address, and nobody reads them one by one.
  private static let namedChangeCount = 4
}
