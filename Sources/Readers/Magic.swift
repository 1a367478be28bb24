import Records

/// The first bytes by which files tell what they are.
enum Magic {
  static let gzip: [UInt8] = [0x1f, 0x8b]  // RFC 1952 section 2.3.1
  static let zstd: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]  // RFC 8878 section 3.1.1
  static let lz4: [UInt8] = [0x04, 0x22, 0x4d, 0x18]  // lz4_Frame_format.md, Magic Number
  static let xz: [UInt8] = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]  // xz-file-format.txt 2.1.1.1
  /// The first byte and the others of a skippable frame, which zstd and lz4 share.
  static let skippableFirstBytes: ClosedRange<UInt8> = 0x50...0x5f
  static let skippableRest: [UInt8] = [0x2a, 0x4d, 0x18]
  /// `BZh`, a digit for the block size, then π or its square root in binary-coded decimal.
  static let bzip2Start = Array("BZh".utf8)
  static let bzip2Levels = UInt8(ascii: "1")...UInt8(ascii: "9")
  static let bzip2Block: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
  static let bzip2End: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]

  /// Block type of a pcapng section header, a palindrome.
  static let pcapng: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]
  /// Byte-order magic of a pcapng section header at offset 8, little- and big-endian.
  static let pcapngByteOrders: [[UInt8]] = [[0x4d, 0x3c, 0x2b, 0x1a], [0x1a, 0x2b, 0x3c, 0x4d]]
  /// The magic numbers of pcap, big-endian.
  static let pcap: [[UInt8]] = PcapFileHeader.Magic.allCases.map { magic in
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: magic.rawValue >> $0) }
  }

  /// The header string of an SQLite database, its NUL included (file format, section 1.3.1).
  static let sqlite = Array("SQLite format 3\0".utf8)

  /// Compressions that are known but not read, with the program that undoes them.
  static let compressions: [(magic: [UInt8], name: String, program: String)] = [
    ([0x02, 0x21, 0x4c, 0x18], "legacy lz4", "lz4 -d"),
    ([0x50, 0x4b, 0x03, 0x04], "zip", "unzip"),
    ([0x1f, 0x9d], "compress", "uncompress"),
  ]

  /// Capture formats that are known but not read.
  static let otherFormats: [(magic: [UInt8], name: String)] = [
    (Array("snoop\0\0\0".utf8), "snoop"),
    (Array("GMBU".utf8), "Network Monitor 2"),
    (Array("RTSS".utf8), "Network Monitor 1"),
  ]

  static let utf8ByteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
  static let utf16ByteOrderMarks: [[UInt8]] = [[0xff, 0xfe], [0xfe, 0xff]]
}
