import Features
import Records
import State

/// The stable name of a finding.
enum FindingId {
  /// SHA-256 of state, detector, address, side and window, a zero byte between them; hexadecimal.
  static func hash(
    stateId: String, detector: Finding.Detector, address: IPAddress, side: Side,
    windowStart: Int64
  ) -> String {
    let parts = [stateId, detector.rawValue, "\(address)", side.rawValue, "\(windowStart)"]
    let bytes = Array(parts.map { Array($0.utf8) }.joined(separator: [0]))
    return SHA256.hexadecimal(of: bytes.span)
  }
}
