import Readers
import Records

/// Writes the frames of flagged addresses as pcapng, block by block.
final class EvidenceRecorder: RecordVisitor {
  /// What a pcapng interface stands for here.
  private struct Interface: Hashable {
    let input: Int
    let linkType: LinkType
    let fractionDigitCount: UInt8
    let offsetSeconds: Int64
  }

  /// Well under what readers take in one section; the next section begins a new count.
  private static let maximumInterfaceCount = 4096
  /// Moments beyond these many seconds, or before 1970, get an interface with an offset: 64 bits
  /// of nanoseconds hold 584 years.
  private static let plainSeconds: Range<Int64> = 0..<1 << 33
  private static let timelessComment = Array("ipclust: the capture gives this frame no time".utf8)

  let wantsFrames = true
  private(set) var frameCount = 0
  /// The input whose frames come, and how many of its records the report knows.
  private var input = 0
  private var inputName: [UInt8] = []
  private var recordLimit = 0

  private let comments: EvidenceComments
  private let application: String
  private let sink: ([UInt8]) -> Void
  private var interfaces: [Interface: Int] = [:]

  init(_ comments: EvidenceComments, application: String, sink: @escaping ([UInt8]) -> Void) {
    self.comments = comments
    self.application = application
    self.sink = sink
    sink(SectionHeaderBlock.encoded(application: application))
  }

  /// Names the input whose frames come next.
  ///
  /// - Parameter recordLimit: what a growing file has gained since is no part of the report.
  func begin(_ input: Int, _ path: InputPath, recordLimit: Int) {
    self.input = input
    // Names end up in terminals: nothing that could move a cursor may stand in one.
    inputName = path.bytes.map { $0 < 0x20 || $0 >= 0x7f ? UInt8(ascii: "?") : $0 }
    self.recordLimit = recordLimit
  }

  func visit(_ observations: Span<Observation>) {}

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    guard let observation, frame.record <= recordLimit else { return }
    var comments = comments.comments(on: observation)
    guard !comments.isEmpty else { return }
    if frame.timestamp == nil { comments.append(Self.timelessComment) }
    frameCount += 1
    // pcapng packets must have a time; the comment says that this one is none.
    let time =
      frame.timestamp ?? Timestamp(seconds: 0, nanoseconds: 0, fractionDigitCount: 0)
    let resolution = Self.resolution(for: time)
    var blocks: [UInt8] = []
    let index = interfaceIndex(
      Interface(
        input: input, linkType: frame.linkType, fractionDigitCount: time.fractionDigitCount,
        offsetSeconds: resolution.offsetSeconds), resolution, &blocks)
    EnhancedPacketBlock.append(
      bytes, originalByteCount: frame.originalByteCount, interfaceIndex: index,
      tickCount: resolution.tickCount(of: time) ?? 0, comments: comments, to: &blocks)
    sink(blocks)
  }

  /// Ticks with the digits of `time`, counted from an offset that keeps them in 64 bits.
  private static func resolution(for time: Timestamp) -> TimestampResolution {
    let offset = plainSeconds.contains(time.seconds) ? 0 : (time.seconds >> 32) << 32
    return TimestampResolution(code: time.fractionDigitCount, offsetSeconds: offset)
  }

  private func interfaceIndex(
    _ interface: Interface, _ resolution: TimestampResolution, _ blocks: inout [UInt8]
  ) -> Int {
    if let index = interfaces[interface] { return index }
    if interfaces.count == Self.maximumInterfaceCount {
      blocks += SectionHeaderBlock.encoded(application: application)
      interfaces.removeAll(keepingCapacity: true)
    }
    blocks += InterfaceDescriptionBlock.encoded(
      linkType: interface.linkType, resolution: resolution, name: inputName)
    interfaces[interface] = interfaces.count
    return interfaces.count - 1
  }
}
