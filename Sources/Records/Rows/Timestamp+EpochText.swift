extension Timestamp {
  /// Seconds since 1970 with the source's fraction digits: `1331901000.260000`.
  public var epochText: String {
    let isNegative = seconds < 0
    // Before 1970 nanoseconds still count upwards, but digits are written away from zero.
    let carries = isNegative && nanoseconds > 0
    let whole = seconds.magnitude - (carries ? 1 : 0)
    let fraction = carries ? 1_000_000_000 - nanoseconds : nanoseconds
    let sign = isNegative ? "-" : ""
    guard fractionDigitCount > 0 else { return "\(sign)\(whole)" }
    let digits = String(fraction)
    let padded = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    return "\(sign)\(whole).\(padded.prefix(Int(fractionDigitCount)))"
  }

  /// Nanoseconds since 1970; nil beyond 64 bits, which is before 1677 and after 2262.
  public var epochNanoseconds: Int64? {
    let (product, didOverflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !didOverflow else { return nil }
    let (sum, didSumOverflow) = product.addingReportingOverflow(Int64(nanoseconds))
    return didSumOverflow ? nil : sum
  }
}
