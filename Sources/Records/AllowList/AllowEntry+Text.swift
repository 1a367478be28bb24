extension AllowEntry {
  /// Reads a line; nil for one that is empty or a comment.
  ///
  ///     192.0.2.0/24 side=source until=2027-01-31   # printers, until they move
  ///
  /// - Parameter detectors: the names that `detector=` may give.
  /// - Throws: what was expected there.
  init?(
    _ line: Span<UInt8>, number: Int, detectors: [String]
  ) throws(AllowFault) {
    guard let text = String(validating: (0..<line.count).map { line[$0] }, as: UTF8.self) else {
      throw AllowFault(line: number, expected: "UTF-8", found: "other bytes")
    }
    let parts = text.utf8.split(
      separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts[0].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { Substring($0) }
    guard let subject = words.first else { return nil }
    var reader = AllowWordReader(line: number, detectors: detectors)
    let addresses = try reader.addresses(subject)
    for word in words.dropFirst() { try reader.take(word) }
    self.init(
      addresses: addresses, scope: reader.scope, untilSeconds: reader.untilSeconds,
      reason: parts.count > 1 ? Self.trimmed(Substring(parts[1])) : "", line: number)
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return String(text)
  }
}

/// Takes the words of one line.
private struct AllowWordReader {
  let line: Int
  let detectors: [String]
  private(set) var scope = AllowEntry.Scope()
  private(set) var untilSeconds: Int64?

  init(line: Int, detectors: [String]) {
    self.line = line
    self.detectors = detectors
  }

  func addresses(_ word: Substring) throws(AllowFault) -> AllowedAddresses {
    if let address = IPAddress(word) { return AllowedAddresses(from: address, through: address) }
    if let prefix = IPPrefix(word) { return AllowedAddresses(prefix) }
    if let prefix = Self.prefixWithHostBits(word) {
      throw fault("'\(prefix)', the block's first address", "'\(word)'")
    }
    let ends = word.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, let first = IPAddress(ends[0]), let last = IPAddress(ends[1]),
      first.family == last.family
    else {
      throw fault(
        "an address, a block such as '192.0.2.0/24' or a range such as '192.0.2.1-192.0.2.9'",
        "'\(word)'")
    }
    guard first <= last else { throw fault("the lower address of a range first", "'\(word)'") }
    return AllowedAddresses(from: first, through: last)
  }

  /// The block that `word` would be with the bits behind its prefix cleared; nil for other text.
  private static func prefixWithHostBits(_ word: Substring) -> IPPrefix? {
    let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), let length = Int(parts[1]),
      length >= 0, length <= address.family.octetCount * 8
    else { return nil }
    return IPPrefix(address, length: length)
  }

  mutating func take(_ word: Substring) throws(AllowFault) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw unknown(word) }
    switch parts[0] {
    case "side":
      try expectFirst(scope.side == nil, "side")
      guard let side = Side(rawValue: String(parts[1])) else {
        throw fault("side=source or side=destination", "'\(word)'")
      }
      scope.side = side
    case "port":
      try expectFirst(scope.port == nil, "port")
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(parts[1])
      else { throw fault("port= with a whole number from 0 to 65535", "'\(word)'") }
      scope.port = port
    case "detector":
      try expectFirst(scope.detector == nil, "detector")
      guard detectors.contains(String(parts[1])) else {
        let names = detectors.map { "detector=\($0)" }.joined(separator: " or ")
        throw fault(names, "'\(word)'")
      }
      scope.detector = String(parts[1])
    case "until":
      try expectFirst(untilSeconds == nil, "until")
      untilSeconds = try seconds(parts[1], of: word)
    default: throw unknown(word)
    }
  }

  private func seconds(_ text: Substring, of word: Substring) throws(AllowFault) -> Int64 {
    let bytes = Array(text.utf8)
    let midnight = bytes + Array("T00:00:00Z".utf8)
    guard let time = Timestamp(civil: bytes.span) ?? Timestamp(civil: midnight.span),
      time.nanoseconds == 0
    else {
      throw fault(
        "until= with a day such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z",
        "'\(word)'")
    }
    return time.seconds
  }

  private func expectFirst(_ isFirst: Bool, _ name: String) throws(AllowFault) {
    if !isFirst { throw fault("\(name)= once", "a second one") }
  }

  private func unknown(_ word: Substring) -> AllowFault {
    fault("side=, port=, detector=, until= or '# reason'", "'\(word)'")
  }

  private func fault(_ expected: String, _ found: String) -> AllowFault {
    AllowFault(line: line, expected: expected, found: found)
  }
}
