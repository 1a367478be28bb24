/// What most frames of most captures say, in 32 bytes: two IPv4 addresses, a length and a time.
///
/// Everything else that an `Observation` can say has its commonest value.
public struct PlainPacket: Sendable, Equatable {
  /// Source above destination: one word, as it lies in the frame.
  @usableFromInline let ends: UInt64
  /// The original length on the wire.
  public let byteCount: UInt32
  public let fractionDigitCount: UInt8
  /// As `Timestamp.packed`.
  public let packedTime: UInt64
  /// The frame as Wireshark counts it, from 1.
  public let record: Int

  @inlinable
  @inline(__always)
  package init(
    ends: UInt64, byteCount: UInt32, packedTime: UInt64, fractionDigitCount: UInt8, record: Int
  ) {
    self.ends = ends
    self.byteCount = byteCount
    self.packedTime = packedTime
    self.fractionDigitCount = fractionDigitCount
    self.record = record
  }

  /// What stands where no packet has been put yet.
  package static let none = PlainPacket(
    ends: 0, byteCount: 0, packedTime: 0, fractionDigitCount: 0, record: 0)

  /// The same as `observation`; nil where that says more than this can hold.
  package init?(_ observation: Observation) {
    guard let source = observation.source, source.family == .ipv4,
      let destination = observation.destination, destination.family == .ipv4,
      observation.packetCount == 1, let byteCount = UInt32(exactly: observation.byteCount),
      let timestamp = observation.timestamp, let packedTime = timestamp.packed
    else { return nil }
    self.init(
      ends: source.low << 32 | destination.low, byteCount: byteCount, packedTime: packedTime,
      fractionDigitCount: timestamp.fractionDigitCount, record: observation.record)
  }

  @inlinable
  @inline(__always)
  public var source: UInt32 { UInt32(truncatingIfNeeded: ends >> 32) }

  @inlinable
  @inline(__always)
  public var destination: UInt32 { UInt32(truncatingIfNeeded: ends) }

  @inlinable
  @inline(__always)
  public var timestamp: Timestamp {
    Timestamp(packed: packedTime, fractionDigitCount: fractionDigitCount)
  }

  public var observation: Observation {
    Observation(
      source: IPAddress(ipv4: source), destination: IPAddress(ipv4: destination), record: record,
      timestamp: timestamp, packetCount: 1, byteCount: Int(byteCount))
  }
}
