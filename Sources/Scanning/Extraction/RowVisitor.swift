import Readers
import Records

/// Makes a row of every frame of a capture, and of every usable record of a text.
final class RowVisitor<Sink: PacketRowSink>: RecordVisitor {
  private let sink: Sink
  private var frameRow = FrameRow()
  /// Records of the inputs before this one.
  private var recordOffset = 0
  /// Whether this input is a capture, whose observations come a second time behind its frames.
  private var hasFrames = false
  /// The record of a text that the last row was made of.
  private var lastRecord: Int?

  init(_ sink: Sink) {
    self.sink = sink
  }

  var wantsFrames: Bool { true }

  func beginInput() {
    hasFrames = false
    lastRecord = nil
  }

  func endInput(recordCount: Int) { recordOffset += recordCount }

  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {
    hasFrames = true
    frameRow.write(frame, bytes, observation, recordOffset: recordOffset, to: sink)
  }

  func visit(_ observations: Span<Observation>) {
    guard !hasFrames else { return }
    var row = PacketRow()
    for index in observations.indices {
      let observation = observations[index]
      // What only widens the times of the address before it is no packet.
      if observation.packetCount == 0, observation.record == lastRecord { continue }
      lastRecord = observation.record
      // A number that a text claims must not trap.
      row.identifier = recordOffset.addingReportingOverflow(observation.record - 1).partialValue
      row.timestamp = observation.timestamp
      row.originalByteCount = observation.byteCount > 0 ? observation.byteCount : nil
      row.source = observation.source
      row.destination = observation.destination
      sink.write(row, Span())
    }
  }
}

/// One row for all frames: its 45 columns are neither made anew for each nor copied.
private struct FrameRow {
  private var row = PacketRow()
  private var linkType: LinkType?
  private var decoder = FrameDecoder.undecodable

  mutating func write(
    _ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?, recordOffset: Int,
    to sink: some PacketRowSink
  ) {
    if frame.linkType != linkType { begin(frame.linkType) }
    row.identifier = recordOffset + frame.record - 1
    row.timestamp = frame.timestamp
    row.originalByteCount = frame.originalByteCount
    row.capturedByteCount = bytes.count
    row.source = observation?.source
    row.destination = observation?.destination
    decoder.read(&row.fields, of: bytes)
    sink.write(row, bytes)
  }

  private mutating func begin(_ linkType: LinkType) {
    self.linkType = linkType
    decoder = FrameDecoder(linkType)
    row.linkTypeName = Array(linkType.name.utf8)
  }
}
