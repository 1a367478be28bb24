import Records

/// Hashes the bytes of an input as they are taken, and notes the hashes of some of its beginnings.
struct ContentHash {
  private var hash = SHA256()
  private var byteCount = 0
  /// Lengths of beginnings that are still to come, rising.
  private var marks: ArraySlice<Int>
  private var beginnings: [Int: [UInt8]] = [:]

  /// - Parameter marks: lengths of beginnings, in bytes.
  init(marks: [Int] = []) {
    self.marks = Set(marks).filter { $0 > 0 }.sorted()[...]
  }

  mutating func update(_ bytes: Span<UInt8>) {
    var start = 0
    while let mark = marks.first, mark - byteCount <= bytes.count - start {
      let end = start + mark - byteCount
      hash.update(bytes.extracting(start..<end))
      beginnings[mark] = hash.bytes()
      (start, byteCount) = (end, mark)
      marks.removeFirst()
    }
    hash.update(bytes.extracting(start..<bytes.count))
    byteCount += bytes.count - start
  }

  func hexadecimal() -> String { hash.hexadecimal() }

  var digest: ContentDigest {
    ContentDigest(byteCount: byteCount, hash: hash.bytes(), beginnings: beginnings)
  }
}

/// What tells the content of a capture from others, whatever it is called and however compressed.
public struct ContentDigest: Sendable, Equatable {
  /// Bytes after decompression.
  public let byteCount: Int
  /// SHA-256 of all of them, 32 bytes.
  public let hash: [UInt8]
  /// SHA-256 of beginnings that were asked for and are no longer than the content, by their lengths.
  public let beginnings: [Int: [UInt8]]

  /// Lengths of beginnings by which contents are looked up: the shortest holds the time of the first
  /// packet of a pcap file.
  static let headByteCounts = [40, 256, 1_024, 4_096]

  /// The hash of the longest of the beginnings that contents of `byteCount` bytes are looked up by;
  /// nil of content that is shorter than all.
  public func headHash(ofFirst byteCount: Int) -> [UInt8]? {
    Self.headByteCounts.last { $0 <= byteCount }.flatMap { beginnings[$0] }
  }

  /// The hashes of all beginnings by which contents are looked up.
  public var headHashes: [[UInt8]] { Self.headByteCounts.compactMap { beginnings[$0] } }
}
