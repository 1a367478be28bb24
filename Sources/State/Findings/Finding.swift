import Features
import Records

/// One address that did not belong, as it is remembered, reported and sent.
public struct Finding: Sendable, Equatable {
  /// SHA-256 of state, detector, subject, side and window, 64 hexadecimal digits: neither content nor
  /// version of the program, so that a file which grows or an upgrade raises nothing again.
  public let id: String
  public let detector: Detector
  public let side: Side
  public let address: IPAddress
  /// The start of the day (UTC, by the time of its packets) that the finding speaks of, in seconds
  /// since 1970.
  public let windowStart: Int64
  /// The capture that raised it, and the first packet of the address in it, as Wireshark counts.
  public let capturePath: InputPath
  public let firstPacket: Int
  /// Of the address in that capture, in the window.
  public let packetCount: Int
  public let byteCount: Int
  public let firstTimestamp: Timestamp?
  public let lastTimestamp: Timestamp?
  /// Higher means stranger.
  public let anomalyScore: Double
  /// Probability that an ordinary address were as strange.
  public let pValue: Double
  /// The ordinary cluster it is compared with, in words.
  public let reference: String
  /// Why, most telling first, a sentence each.
  public let reasons: [String]

  /// What judged.
  public enum Detector: String, Sendable, CaseIterable {
    /// Addresses by their octets.
    case addresses
  }

  public init(
    id: String, detector: Detector, side: Side, address: IPAddress, windowStart: Int64,
    capturePath: InputPath, firstPacket: Int, packetCount: Int, byteCount: Int,
    firstTimestamp: Timestamp?, lastTimestamp: Timestamp?, anomalyScore: Double, pValue: Double,
    reference: String, reasons: [String]
  ) {
    self.id = id
    self.detector = detector
    self.side = side
    self.address = address
    self.windowStart = windowStart
    self.capturePath = capturePath
    self.firstPacket = firstPacket
    self.packetCount = packetCount
    self.byteCount = byteCount
    self.firstTimestamp = firstTimestamp
    self.lastTimestamp = lastTimestamp
    self.anomalyScore = anomalyScore
    self.pValue = pValue
    self.reference = reference
    self.reasons = reasons
  }
}
