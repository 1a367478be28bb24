// What the readers of text records share: fields are ranges of a line's bytes, never strings.

extension Span<UInt8> {
  /// The range without blanks and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(self[start]) { start += 1 }
    while start < end, isBlank(self[end - 1]) { end -= 1 }
    return start..<end
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// The bytes as text; those that are not UTF-8 appear as U+FFFD.
  package func text(_ range: Range<Int>) -> String {
    String(decoding: range.map { self[$0] }, as: UTF8.self)
  }

  /// Why an address could not be read from these bytes.
  var addressFault: SkipReason {
    do {
      _ = try UTF8Span(validating: self)
      return .badIP
    } catch {
      return .encoding
    }
  }
}

/// Reads an address that may be absent.
///
/// - Throws: `badIP`, or `encoding` where the bytes are not even UTF-8.
func optionalAddress(
  _ text: Span<UInt8>, _ range: Range<Int>, unset: [UInt8] = []
) throws(SkipReason) -> IPAddress? {
  let field = text.extracting(text.trimmed(range))
  if field.isEmpty || field.isEqual(to: unset) { return nil }
  guard let address = IPAddress(text: field) else { throw field.addressFault }
  return address
}

extension Span<UInt8> {
  func isEqual(to bytes: [UInt8]) -> Bool {
    guard count == bytes.count else { return false }
    for index in indices where self[index] != bytes[index] { return false }
    return true
  }
}
