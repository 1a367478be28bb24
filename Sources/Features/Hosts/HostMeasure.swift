/// What is counted of an address over both its sides, to compare one time with another.
public enum HostMeasure: String, Sendable, CaseIterable {
  case sentPacketCount
  case sentByteCount
  case receivedPacketCount
  case receivedByteCount
  /// Addresses that it sent to, and that sent to it.
  case contactedPeerCount
  case contactingPeerCount
  /// Ports of others that it sent to, and its own that others sent to.
  case contactedPortCount
  case servedPortCount
  /// TCP segments with SYN and without ACK that it sent, and those with RST.
  case connectionRequestCount
  case resetCount
  /// Minutes in which it sent.
  case activeMinuteCount
}
