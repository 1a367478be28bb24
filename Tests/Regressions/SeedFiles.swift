import Foundation
import LibraryCompressors
import TestSupport

/// What the mutations of every target begin with, from the files of the repository.
enum SeedFiles {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// In the same order at every run.
  static let seeds: [FuzzTarget: [[UInt8]]] = {
    var seeds: [FuzzTarget: [[UInt8]]] = [:]
    for file in files(root.appending(path: "captures")) + files(root.appending(path: "Fuzz/Seeds"))
    {
      guard let data = try? Data(contentsOf: file), data.count < 1 << 20 else { continue }
      for (target, seed) in Seeds.seeds(of: Array(data).span) {
        seeds[target, default: []].append(seed)
      }
      if let target = FuzzTarget(rawValue: file.deletingLastPathComponent().lastPathComponent) {
        seeds[target, default: []].append(Array(data))
      }
    }
    let content = Array((seeds[.pcap]?.first ?? []).prefix(600))
    for (target, compress) in compressors { seeds[target, default: []] += [compress(content)] }
    seeds[.pcapng, default: []].append(pcapng)
    seeds[.pieces, default: []].append([9, 1] + pcapng)
    return seeds
  }()

  static func files(_ folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false }
      .sorted { $0.path < $1.path }
  }

  private typealias Compressor =
    @convention(c) (
      UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int
    ) -> Int

  private static let compressors: [(FuzzTarget, @Sendable ([UInt8]) -> [UInt8])] = [
    (.gzip, { compressed($0, compressed_by_zlib) }),
    (.zstd, { compressed($0, compressed_by_libzstd) }),
    (.lz4, { compressed($0, compressed_by_liblz4) }),
    (.xz, { compressed($0, compressed_by_liblzma) }),
    (.bzip2, { compressed($0, compressed_by_libbz2) }),
  ]

  private static func compressed(_ bytes: [UInt8], _ compress: Compressor) -> [UInt8] {
    let capacity = bytes.count * 2 + 4096
    return [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      count = compress(bytes, bytes.count, target.baseAddress, capacity)
    }
  }

  /// A section with two interfaces and a packet of each kind.
  private static let pcapng: [UInt8] =
    block(0x0a0d_0d0a, [0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0] + [UInt8](repeating: 0xff, count: 8))
    + block(1, [1, 0, 0, 0, 0, 0, 4, 0, 9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0])
    + block(1, [101, 0, 0, 0, 0, 0, 0, 0])
    + block(6, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28, 0, 0, 0] + packet)
    + block(2, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28, 0, 0, 0] + packet)
    + block(3, [28, 0, 0, 0] + packet) + block(4, [0, 0, 0, 0])

  private static let packet: [UInt8] =
    [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2]
    + [0, 53, 0, 54, 0, 8, 0, 0]

  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let count = number(UInt32(body.count + 12))
    return number(type) + count + body + count
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

/// Mutations as each target needs them.
enum Mutated {
  static func bytes(_ seed: [UInt8], number: Int, of target: FuzzTarget) -> [UInt8] {
    var bytes = Mutation.mutate(seed, seed: number)
    // Our captures have few link types; their frames, read as those of another, lead to all.
    if target == .frame, number % 2 == 0, !bytes.isEmpty {
      bytes[0] = UInt8(truncatingIfNeeded: number / 2)
    }
    return bytes
  }
}
