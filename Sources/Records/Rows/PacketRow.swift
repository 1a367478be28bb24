/// One row of `ipclust extract`: what an input says about one packet.
///
/// Rows of a text have what a table of packets needs, and no header fields.
public struct PacketRow: Sendable {
  /// Counts packets from 0 over all inputs.
  public var identifier = 0
  public var timestamp: Timestamp?
  /// Bytes on the wire; nil where a text does not tell.
  public var originalByteCount: Int?
  /// Nil for a row of a text.
  public var capturedByteCount: Int?
  /// libpcap's name; empty for a row of a text.
  public var linkTypeName: [UInt8] = []
  /// The addresses by which the packet is counted; nil where it was skipped.
  ///
  /// Not those of `fields`, which also has the addresses of a header that contradicts itself: what
  /// is written must give the same addresses when it is read back.
  public var source: IPAddress?
  public var destination: IPAddress?
  public var fields = PacketFields()

  public init() {}
}

/// Who is handed the rows of `ipclust extract`, in their order.
public protocol PacketRowSink: AnyObject {
  /// Takes the next row.
  ///
  /// - Parameter frame: what was captured of the packet, in which ranges of `row` lie.
  func write(_ row: PacketRow, _ frame: Span<UInt8>)
}
