import Records

/// What an input is, by its first bytes and never by its name.
enum InputKind: Equatable {
  enum Capture {
    case pcap
    case pcapng
  }

  case capture(Capture)
  /// An SQLite database, which is not read as a stream.
  case database
  case rowTable
  case rowJSON
  case zeekTable
  case zeekJSON
  case addressList

  /// Bytes that are looked at: enough for the comments before a text's first record.
  private static let lookAheadByteCount = 64 << 10
  /// Bytes of the longest magic, and of a pcapng header up to its byte order.
  private static let magicByteCount = 12

  /// Recognises what the stream holds and takes nothing from it.
  ///
  /// - Throws: `emptyFile`, `notACapture`, `truncatedFileHeader`, `unsupportedFormat`,
  ///   `unsupportedCompression`, `encoding`, `missingColumns`, or the stream's own failure where
  ///   that left nothing to look at.
  init(_ stream: ByteStream) throws(InputFailure) {
    // Captures are told by a few bytes; only texts must wait for more from a slow pipe.
    let magic = Array(stream.peek(Self.magicByteCount))
    if magic.isEmpty {
      throw stream.failure
        ?? InputFailure(
          .emptyFile, "expected a capture, a log or a list of addresses, but there are no bytes")
    }
    if let capture = try Self.capture(magic) {
      self = .capture(capture)
      return
    }
    try Self.refuseKnown(magic)
    if Magic.sqlite.starts(with: magic), stream.peek(Magic.sqlite.count).elementsEqual(Magic.sqlite)
    {
      self = .database
      return
    }
    let head = stream.peek(Self.lookAheadByteCount)
    self = try Self.text(
      head, isWhole: head.count < Self.lookAheadByteCount && stream.failure == nil)
  }

  private static func capture(_ magic: [UInt8]) throws(InputFailure) -> Capture? {
    let kinds: [([UInt8], Capture)] =
      Magic.pcap.map { ($0, .pcap) } + [(Magic.pcapng, .pcapng)]
    for (bytes, kind) in kinds {
      let isWhole = magic.starts(with: bytes) || magic.starts(with: bytes.reversed())
      // Two bytes are the least that can be told from text.
      let isCut =
        magic.count >= 2 && magic.count < bytes.count
        && (bytes.starts(with: magic) || bytes.reversed().starts(with: magic))
      guard isWhole || isCut else { continue }
      if isCut || (kind == .pcapng && magic.count < magicByteCount) {
        throw InputFailure(
          .truncatedFileHeader,
          "the file ends after \(magic.count) bytes, inside its header; copy it again",
          byteOffset: 0)
      }
      if kind == .pcapng, !Magic.pcapngByteOrders.contains(Array(magic[8...])) {
        throw InputFailure(
          .notACapture, "the file begins like pcapng, but bytes 8 to 11 are no byte-order magic",
          byteOffset: 8)
      }
      return kind
    }
    return nil
  }

  /// Refuses what is known and not read: double compression, other compressions, UTF-16.
  static func refuseKnown(_ magic: [UInt8]) throws(InputFailure) {
    // The stream has undone one compression if there was any, so this is the second.
    let compression = InputSummary.Compression(magic: magic[...])
    if compression != .none {
      throw InputFailure(
        .notACapture,
        "the file is compressed more than once, with \(compression.rawValue) inside; decompress it "
          + "first")
    }
    for known in Magic.compressions where magic.starts(with: known.magic) {
      throw InputFailure(
        .unsupportedCompression,
        "\(known.name) compression is not read; decompress it with \(known.program) first")
    }
    for known in Magic.otherFormats where magic.starts(with: known.magic) {
      throw InputFailure(
        .unsupportedFormat, "\(known.name) captures are not read; convert it with editcap first")
    }
    if Magic.utf16ByteOrderMarks.contains(Array(magic.prefix(2))) {
      throw InputFailure(
        .encoding, "expected UTF-8 text, but found UTF-16; convert it with iconv -f UTF-16 first")
    }
  }

  private static func text(
    _ head: ArraySlice<UInt8>, isWhole: Bool
  ) throws(InputFailure) -> InputKind {
    let body = head.starts(with: Magic.utf8ByteOrderMark) ? head.dropFirst(3) : head
    let sample = TextSample(Array(body), isWhole: isWhole)
    if sample.isZeekTable { return .zeekTable }
    if sample.isRowJSON { return .rowJSON }
    if sample.isZeekJSON { return .zeekJSON }
    if sample.beginsWithAddress { return .addressList }
    if try sample.isRowTable { return .rowTable }
    if sample.isAddressList { return .addressList }
    throw InputFailure(
      .notACapture,
      "expected a capture, a CSV with the columns isrc and idst, a Zeek log or a list of "
        + "addresses, but the first bytes are none of these")
  }
}
