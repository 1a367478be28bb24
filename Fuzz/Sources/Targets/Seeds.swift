@testable import Readers
@testable import Records

/// What fuzzing begins with: the beginnings of files, and the frames of captures.
package enum Seeds {
  /// Frames of one file, and bytes of one seed: enough for every header, and short for speed.
  private static let frameCount = 40
  private static let byteCount = 1024

  /// The seeds that a whole file gives, for every target that it makes sense for.
  package static func seeds(of bytes: Span<UInt8>) -> [(FuzzTarget, [UInt8])] {
    let file = bytes.indices.map { bytes[$0] }
    let head = Array(file.prefix(byteCount))
    var seeds = [(FuzzTarget.sample, head)] + captures(head) + frames(of: bytes)
    if file.count <= byteCount * 8 { seeds.append((.input, file)) }
    if let target = FuzzTarget(rawValue: InputSummary.Compression(magic: file[...]).rawValue) {
      seeds.append((target, Array(file.prefix(byteCount * 4))))
    }
    return seeds
  }

  private static func captures(_ head: [UInt8]) -> [(FuzzTarget, [UInt8])] {
    if Magic.pcap.contains(where: { head.starts(with: $0) || head.starts(with: $0.reversed()) }) {
      [(.pcap, head), (.pieces, [15, 0] + head)]
    } else if head.starts(with: Magic.pcapng) {
      [(.pcapng, head), (.pieces, [15, 1] + head)]
    } else {
      []
    }
  }

  private static func frames(of bytes: Span<UInt8>) -> [(FuzzTarget, [UInt8])] {
    let visitor = FrameVisitor()
    _ = MemoryFile.shared.holding(bytes) { path in
      InputReader().read(
        path, isCancelled: { visitor.frames.count >= frameCount }, progress: { _ in }, visitor)
    }
    return visitor.frames.prefix(frameCount).map { (.frame, $0) }
  }
}

/// Keeps frames as the fuzzer for frames takes them, those of one length and link type once.
private final class FrameVisitor: RecordVisitor {
  private(set) var frames: [[UInt8]] = []
  private var shapes: Set<[Int]> = []

  var wantsFrames: Bool { true }

  func visit(_ observations: Span<Observation>) {}

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    guard let selector = FrameFuzzing.selector(of: frame.linkType),
      shapes.insert([Int(selector), bytes.count]).inserted
    else { return }
    let head = (0..<min(bytes.count, 256)).map { bytes[$0] }
    frames.append([selector] + head)
  }
}
