/// What one usable record says: who spoke to whom, when, and how much.
///
/// An address that the record leaves out (a plain list has no destinations) is nil.
public struct Observation: Sendable, Equatable {
  public var source: IPAddress?
  public var destination: IPAddress?
  /// The frame as Wireshark counts it, or the data line of a text; from 1.
  public var record: Int
  public var timestamp: Timestamp?
  /// 1 for a frame, `orig_pkts` for a Zeek connection; never negative.
  public var packetCount: Int
  /// The original length on the wire, `orig_ip_bytes` or `len`; 0 where the record has none.
  public var byteCount: Int

  @inlinable
  public init(
    source: IPAddress?, destination: IPAddress?, record: Int, timestamp: Timestamp? = nil,
    packetCount: Int = 1, byteCount: Int = 0
  ) {
    self.source = source
    self.destination = destination
    self.record = record
    self.timestamp = timestamp
    self.packetCount = packetCount
    self.byteCount = byteCount
  }
}
