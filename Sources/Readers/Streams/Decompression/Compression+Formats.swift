import Records

/// What the compressions have each for itself: magic, library, words.
extension InputSummary.Compression {
  /// Recognises a compression by the first bytes of a file.
  init(magic: ArraySlice<UInt8>) {
    // What is left of a skippable frame says nothing; what follows it does.
    let magic = Self.behindSkippableFrames(magic)
    self =
      if magic.starts(with: Magic.gzip) {
        .gzip
      } else if magic.starts(with: Magic.zstd) || Self.isSkippableFrame(magic) {
        .zstd
      } else if magic.starts(with: Magic.lz4) {
        .lz4
      } else if magic.starts(with: Magic.xz) {
        .xz
      } else if Self.isBzip2(magic) {
        .bzip2
      } else {
        .none
      }
  }

  /// Bytes that tell every compression; more are looked at only behind a skippable frame.
  static let magicByteCount = Magic.bzip2Start.count + 1 + Magic.bzip2Block.count

  /// The library that undoes it; nil for none.
  func decompressor() throws(DecompressionFault) -> (any Decompressor)? {
    switch self {
    case .none: nil
    case .gzip: try GzipDecompressor()
    case .zstd: try ZstdDecompressor()
    case .lz4: try LZ4Decompressor()
    case .xz: try XZDecompressor()
    case .bzip2: try Bzip2Decompressor()
    }
  }

  /// What the format calls the parts that may follow one another.
  var memberName: String {
    switch self {
    case .none, .gzip: "member"
    case .zstd, .lz4: "frame"
    case .xz, .bzip2: "stream"
    }
  }

  /// The class of damage; the list of classes has one of its own for gzip only.
  var damageClass: InputFailure.Class { self == .gzip ? .badGzip : .malformed }

  /// Whether another member of it may begin with `byte`.
  func mayBeginMember(_ byte: UInt8) -> Bool {
    switch self {
    case .none: false
    case .gzip: byte == Magic.gzip[0]
    case .zstd: byte == Magic.zstd[0] || Magic.skippableFirstBytes.contains(byte)
    case .lz4: byte == Magic.lz4[0] || Magic.skippableFirstBytes.contains(byte)
    case .xz: byte == Magic.xz[0]
    case .bzip2: byte == Magic.bzip2Start[0]
    }
  }

  func failure(_ fault: DecompressionFault) -> InputFailure {
    switch fault {
    case .damaged(let finding):
      InputFailure(damageClass, "expected \(rawValue) data, but found \(finding)")
    case .tooLarge(let mebibyteCount):
      InputFailure(
        .tooLarge,
        "undoing its \(rawValue) takes more than the allowed \(mebibyteCount) MiB of memory; "
          + "decompress the file first if you trust it")
    case .cannotStart(let code):
      InputFailure(
        .readError, "the library for \(rawValue) cannot start (code \(code)); free some memory")
    }
  }

  private static func isBzip2(_ magic: ArraySlice<UInt8>) -> Bool {
    let rest = magic.dropFirst(Magic.bzip2Start.count)
    guard magic.starts(with: Magic.bzip2Start), let level = rest.first,
      Magic.bzip2Levels.contains(level)
    else { return false }
    let block = rest.dropFirst()
    return block.starts(with: Magic.bzip2Block) || block.starts(with: Magic.bzip2End)
      || (block.count < Magic.bzip2Block.count
        && (Magic.bzip2Block.starts(with: block) || Magic.bzip2End.starts(with: block)))
  }

  static func isSkippableFrame(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    return Magic.skippableFirstBytes.contains(first)
      && bytes.dropFirst().starts(with: Magic.skippableRest)
  }

  /// Skippable frames are the same in zstd and lz4, so what follows them decides.
  ///
  /// - SeeAlso: RFC 8878 section 3.1.2: a magic of four bytes, a length of four, the bytes.
  private static func behindSkippableFrames(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while isSkippableFrame(rest), rest.count >= 8 {
      let byteCount = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      guard rest.count - 8 > byteCount else { break }
      rest = rest.dropFirst(8 + byteCount)
    }
    return rest
  }
}
