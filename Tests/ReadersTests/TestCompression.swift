import LibraryCompressors
import Records

/// Makes compressed files by the libraries' own compressors.
enum TestCompression {
  typealias Format = InputSummary.Compression

  static let formats: [Format] = [.gzip, .zstd, .lz4, .xz, .bzip2]

  /// One member of `format` that holds `bytes`.
  static func member(_ bytes: [UInt8], _ format: Format) -> [UInt8] {
    // No format needs more than this for bytes that do not compress.
    let capacity = bytes.count + bytes.count / 8 + 4096
    return [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      guard let start = target.baseAddress else { return }
      count =
        switch format {
        case .none: 0
        case .gzip: compressed_by_zlib(bytes, bytes.count, start, capacity)
        case .zstd: compressed_by_libzstd(bytes, bytes.count, start, capacity)
        case .lz4: compressed_by_liblz4(bytes, bytes.count, start, capacity)
        case .xz: compressed_by_liblzma(bytes, bytes.count, start, capacity)
        case .bzip2: compressed_by_libbz2(bytes, bytes.count, start, capacity)
        }
      precondition(count > 0, "the library compresses what fits")
    }
  }

  /// What zstd and lz4 pass over: RFC 8878 section 3.1.2.
  static func skippableFrame(_ bytes: [UInt8], number: UInt8 = 0) -> [UInt8] {
    [0x50 + number, 0x2a, 0x4d, 0x18] + TestCapture.number(UInt32(bytes.count), .little) + bytes
  }
}
