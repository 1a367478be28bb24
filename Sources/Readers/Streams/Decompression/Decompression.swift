import Records

/// The members of a compressed file one after another, and what may stand between and behind them.
///
/// Zero bytes there are ignored, as gzip(1) does and xz(1) for its own padding: tapes and block
/// devices leave them.
struct Decompression {
  private enum Place {
    case inMember
    case betweenMembers
  }

  /// Calls in a row in which a library with bytes before it may stand still. None is known to need
  /// one; this bounds the loop whatever a library does with damaged data.
  private static let idleStepLimit = 16

  private let compression: InputSummary.Compression
  private let decompressor: any Decompressor
  private var input: [UInt8]
  private var range: Range<Int>
  private var place = Place.inMember
  /// Whether the last step filled its output, so that the library may hold more of it.
  private var mayHoldOutput = false
  private var idleStepCount = 0

  /// Begins with the bytes that were read to recognise the compression; nil if there is none.
  init?(
    _ compression: InputSummary.Compression, compressed: [UInt8], _ range: Range<Int>
  ) throws(InputFailure) {
    do {
      guard let decompressor = try compression.decompressor() else { return nil }
      self.decompressor = decompressor
    } catch {
      throw compression.failure(error)
    }
    self.compression = compression
    input = compressed
    self.range = range
  }

  var needsInput: Bool { range.isEmpty && !mayHoldOutput }

  /// Gives the input buffer away to be filled; `refill` brings it back.
  mutating func takeBuffer() -> [UInt8] {
    defer { input = [] }
    return input
  }

  /// Takes `count` more compressed bytes; false where none are left and none are missing.
  ///
  /// - Parameter offset: decompressed bytes so far, for the message.
  /// - Throws: `badGzip` or `malformed` where the file ends inside a member.
  mutating func refill(
    _ buffer: [UInt8], _ count: Int, at offset: Int
  ) throws(InputFailure) -> Bool {
    input = buffer
    range = 0..<count
    if count > 0 { return true }
    guard place == .inMember else { return false }
    let (name, member) = (compression.rawValue, compression.memberName)
    throw InputFailure(
      compression.damageClass,
      "the \(name) data ends before its last \(member) does; copy the file again",
      byteOffset: offset)
  }

  /// Decompresses once; `producedCount` is set even where this throws, and those bytes are good.
  ///
  /// - Throws: `badGzip`, `malformed`, `tooLarge`.
  mutating func step(
    into output: inout [UInt8], from start: Int, producedCount: inout Int
  ) throws(InputFailure) {
    if place == .betweenMembers, try !beginMember() { return }
    let step = decompressor.step(input, &range, into: &output, from: start)
    producedCount = step.producedCount
    mayHoldOutput = false
    switch step.outcome {
    case .endOfMember: place = .betweenMembers
    case .fault(let fault): throw compression.failure(fault)
    case .progress:
      mayHoldOutput = start + step.producedCount == output.count
      try noteProgress(step)
    }
  }

  /// Begins the next member behind any padding; false where these bytes hold none.
  private mutating func beginMember() throws(InputFailure) -> Bool {
    while let index = range.first, input[index] == 0 { range.removeFirst() }
    guard let index = range.first else { return false }
    guard compression.mayBeginMember(input[index]) else {
      let (name, member) = (compression.rawValue, compression.memberName)
      throw InputFailure(
        compression.damageClass,
        "the last \(name) \(member) is followed by bytes that are not \(name); cut them off")
    }
    do {
      try decompressor.reset()
    } catch {
      throw compression.failure(error)
    }
    place = .inMember
    return true
  }

  private mutating func noteProgress(_ step: DecompressionStep) throws(InputFailure) {
    guard step.consumedCount == 0, step.producedCount == 0, !range.isEmpty else {
      idleStepCount = 0
      return
    }
    idleStepCount += 1
    guard idleStepCount < Self.idleStepLimit else {
      throw compression.failure(.damaged("bytes that it cannot take"))
    }
  }
}
