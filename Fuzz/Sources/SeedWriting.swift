import Glibc

@testable import Readers
@testable import Records

/// Makes seeds of files: their beginnings, and the frames of captures.
enum SeedWriting {
  /// Frames of one file, and bytes of one seed: enough for every header, and short for speed.
  private static let frameCount = 40
  private static let byteCount = 1024

  static func write(_ bytes: Span<UInt8>) -> Int {
    let file = bytes.indices.map { bytes[$0] }
    let head = Array(file.prefix(byteCount))
    if file.count <= byteCount * 8 { save(file, .input) }
    save(head, .sample)
    writeCapture(head)
    writeCompressed(file)
    writeFrames(of: bytes)
    return file.count
  }

  private static func writeCapture(_ head: [UInt8]) {
    if Magic.pcap.contains(where: { head.starts(with: $0) || head.starts(with: $0.reversed()) }) {
      save(head, .pcap)
      save([15, 0] + head, .pieces)
    } else if head.starts(with: Magic.pcapng) {
      save(head, .pcapng)
      save([15, 1] + head, .pieces)
    }
  }

  private static func writeCompressed(_ file: [UInt8]) {
    guard let target = FuzzTarget(rawValue: InputSummary.Compression(magic: file[...]).rawValue)
    else { return }
    save(Array(file.prefix(byteCount * 4)), target)
  }

  private static func writeFrames(of bytes: Span<UInt8>) {
    MemoryFile.shared.fill(bytes)
    let visitor = FrameVisitor()
    _ = InputReader().read(
      MemoryFile.shared.path, isCancelled: { visitor.frames.count >= frameCount },
      progress: { _ in }, visitor)
    for frame in visitor.frames.prefix(frameCount) { save(frame, .frame) }
  }

  /// Saves a seed under the hash of its bytes, so that equal ones are one.
  private static func save(_ seed: [UInt8], _ target: FuzzTarget) {
    let hash = seed.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let folder = getenv("FUZZ_SEEDS").map { String(cString: $0) } ?? "."
    mkdir("\(folder)/\(target.rawValue)", 0o755)
    guard let file = fopen("\(folder)/\(target.rawValue)/\(String(hash, radix: 16))", "w") else {
      preconditionFailure("seeds can be written to the folder in FUZZ_SEEDS")
    }
    fwrite(seed, 1, seed.count, file)
    fclose(file)
  }
}

/// Keeps frames as the fuzzer for frames takes them, those of one length and link type once.
private final class FrameVisitor: RecordVisitor {
  private(set) var frames: Set<[UInt8]> = []
  private var shapes: Set<[Int]> = []

  var wantsFrames: Bool { true }

  func visit(_ observations: Span<Observation>) {}

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    guard let selector = FrameFuzzing.selector(of: frame.linkType),
      shapes.insert([Int(selector), bytes.count]).inserted
    else { return }
    let head = (0..<min(bytes.count, 256)).map { bytes[$0] }
    frames.insert([selector] + head)
  }
}
