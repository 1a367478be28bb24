/// Numbers for people; machine formats write them in full.
extension Int {
  /// `6,123,456`.
  var grouped: String {
    let digits = String(magnitude)
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `1 packet`, `2 packets`.
  func counted(_ singular: String, _ plural: String) -> String {
    "\(grouped) \(self == 1 ? singular : plural)"
  }
}

extension Double {
  /// Rounded to `digitCount` places after the point; huge values as the machine writes them.
  func rounded(digitCount: Int) -> String {
    // Up to here the scaled value is exact enough and fits an Int.
    let limit = 1e12
    guard magnitude < limit else { return description }
    let scale = (0..<digitCount).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard digitCount > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale)." + String(repeating: "0", count: digitCount - fraction.count)
      + fraction
  }

  /// A share of 1 as `58.8 %`.
  var percentage: String { (self * 100).rounded(digitCount: 1) + " %" }
}
