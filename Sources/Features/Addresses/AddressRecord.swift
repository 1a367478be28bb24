import Records

/// One distinct address with what was counted about it; exact under merge.
public struct AddressRecord: Sendable, Equatable {
  public let address: IPAddress
  /// Index of the input that showed the address first, and the record in it, from 1.
  public var firstInput: Int
  public var firstPacket: Int
  public var packetCount: Int
  /// Original lengths on the wire.
  public var byteCount: Int
  public var firstTimestamp: Timestamp?
  public var lastTimestamp: Timestamp?

  public init(
    address: IPAddress, firstInput: Int, firstPacket: Int, packetCount: Int, byteCount: Int,
    firstTimestamp: Timestamp?, lastTimestamp: Timestamp?
  ) {
    self.address = address
    self.firstInput = firstInput
    self.firstPacket = firstPacket
    self.packetCount = packetCount
    self.byteCount = byteCount
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
  }
}
