import Features
import Records

/// What is remembered of an address on one side over all captures.
public struct AddressHistory: Sendable, Equatable {
  public let side: Side
  public let address: IPAddress
  public let packetCount: Int
  public let byteCount: Int
  /// By the times of its packets; nil where they have none.
  public let firstTimestamp: Timestamp?
  public let lastTimestamp: Timestamp?
  /// Days (UTC) on which it was seen.
  public let activeDayCount: Int

  public init(
    side: Side, address: IPAddress, packetCount: Int, byteCount: Int, firstTimestamp: Timestamp?,
    lastTimestamp: Timestamp?, activeDayCount: Int
  ) {
    self.side = side
    self.address = address
    self.packetCount = packetCount
    self.byteCount = byteCount
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
    self.activeDayCount = activeDayCount
  }
}
