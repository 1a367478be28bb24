import Records

/// The members of a gzip file one after another, and what may stand between and behind them.
///
/// - SeeAlso: RFC 1952 section 2.2; gzip(1) ignores zero bytes behind the last member.
struct Inflation {
  private enum Place {
    case inMember
    case betweenMembers
  }

  private let inflater: Inflater
  private var input: [UInt8]
  private var range: Range<Int>
  private var place = Place.inMember

  /// Begins with the bytes that were read to recognise the format.
  init(compressed: [UInt8], _ range: Range<Int>) throws(InputFailure) {
    inflater = try Inflater()
    input = compressed
    self.range = range
  }

  var needsInput: Bool { range.isEmpty }

  /// Gives the input buffer away to be filled; `refill` brings it back.
  mutating func takeBuffer() -> [UInt8] {
    defer { input = [] }
    return input
  }

  /// Takes `count` more compressed bytes; false where none are left and none are missing.
  ///
  /// - Parameter offset: decompressed bytes so far, for the message.
  /// - Throws: `badGzip` where the file ends inside a member.
  mutating func refill(
    _ buffer: [UInt8], _ count: Int, at offset: Int
  ) throws(InputFailure) -> Bool {
    input = buffer
    range = 0..<count
    if count > 0 { return true }
    guard place == .inMember else { return false }
    throw InputFailure(
      .badGzip, "the gzip data ends before its last member does; copy the file again",
      byteOffset: offset)
  }

  /// Inflates once; false where the last member has ended.
  ///
  /// - Throws: `badGzip` with `producedCount` bytes still good.
  mutating func step(
    into output: inout [UInt8], from start: Int, producedCount: inout Int
  ) throws(InputFailure) -> Bool {
    if place == .betweenMembers {
      while let byte = range.first, input[byte] == 0 { range.removeFirst() }
      guard let first = range.first else { return true }
      guard input[first] == Magic.gzip[0] else {
        throw InputFailure(
          .badGzip, "the last gzip member is followed by bytes that are not gzip; cut them off")
      }
      inflater.reset()
      place = .inMember
    }
    let outcome = try inflater.inflate(
      input, &range, into: &output, from: start, producedCount: &producedCount)
    if outcome == .endOfMember { place = .betweenMembers }
    return true
  }
}
