extension Int {
  /// Reads a count: decimal digits, and the `.0` that tables of floating-point columns add.
  ///
  /// Nil for anything else, and for numbers above `Int.max`.
  init?(count text: Span<UInt8>) {
    var number = 0
    var digitCount = 0
    while digitCount < text.count, let digit = Self.digit(text[digitCount]) {
      let (product, didMultiplyOverflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, didAddOverflow) = product.addingReportingOverflow(digit)
      guard !didMultiplyOverflow, !didAddOverflow else { return nil }
      number = sum
      digitCount += 1
    }
    guard digitCount > 0 else { return nil }
    if digitCount < text.count {
      guard text.count == digitCount + 2, text[digitCount] == UInt8(ascii: "."),
        text[digitCount + 1] == UInt8(ascii: "0")
      else { return nil }
    }
    self = number
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
