import Records

/// Puts one feature's share in words: "third octet 169; addresses of 10.0.0.0/24 have 200–229".
struct ReasonText {
  let family: AddressFamily
  /// Name of the reference cluster.
  let clusterName: String

  /// - Parameter range: of the reference cluster's unflagged members; nil when it has none.
  func text(feature: Int, value: Double, range: ClosedRange<Double>?) -> String {
    let found = "\(octetName(feature)) \(octet(value))"
    guard let range else { return found }
    let expected =
      range.lowerBound == range.upperBound
      ? octet(range.lowerBound) : "\(octet(range.lowerBound))–\(octet(range.upperBound))"
    if range.contains(value) {
      return "\(found) is within \(expected) of \(clusterName), but not with its other octets"
    }
    return "\(found); addresses of \(clusterName) have \(expected)"
  }

  private func octetName(_ feature: Int) -> String {
    switch family {
    case .ipv4: "\(["first", "second", "third", "fourth"][feature]) octet"
    case .ipv6: "octet \(feature + 1)"
    }
  }

  /// IPv6 octets in hexadecimal, as they are written in the address.
  private func octet(_ value: Double) -> String {
    let number = Int(value)
    guard family == .ipv6 else { return "\(number)" }
    let digits = String(number, radix: 16)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }
}
