import Records
import State

/// A finding as a message of the syslog protocol, for a datagram.
/// - SeeAlso: RFC 5424, section 6.
public enum SyslogFrame {
  /// Facility daemon (3), severity warning (4).
  private static let priority = 3 * 8 + 4
  private static let messageId = "unusual-address"
  /// Names of structured data that are not registered carry an enterprise's number; we have none, and
  /// this is the one for examples (RFC 5612).
  private static let dataId = "ipclust@32473"
  /// As many digits after the point as the protocol takes (section 6.2.3).
  private static let fractionDigitLimit: UInt8 = 6
  /// Longer ones are cut, so that a frame stays below 8192 bytes, which common receivers take.
  private static let valueLimit = 1024
  private static let messageLimit = 2048
  /// Of a host name (section 6).
  private static let hostNameLimit = 255

  /// - Parameters:
  ///   - version: of the program.
  ///   - hostName: nil where the receiver knows better; names that the protocol cannot carry are
  ///     left out.
  public static func bytes(
    of finding: Finding, version: String, hostName: String? = nil, processId: Int32? = nil
  ) -> [UInt8] {
    let time = finding.time.cut(toFractionDigits: fractionDigitLimit)
    let header = [
      "<\(priority)>1", time.description, hostName.flatMap(valid) ?? "-", "ipclust",
      processId.map { "\($0)" } ?? "-", messageId,
    ].joined(separator: " ")
    var message = finding.sentence
    if message.utf8.count > messageLimit { message = message.prefix(utf8Count: messageLimit) + "…" }
    return Array("\(header) \(data(of: finding, version))".utf8) + [0x20] + byteOrderMark
      + Array(message.utf8)
  }

  /// Says that the message is UTF-8 (section 6.4).
  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static func data(of finding: Finding, _ version: String) -> String {
    let parameters: [(name: String, value: [UInt8])] = [
      ("id", Array(finding.id.utf8)), ("detector", Array(finding.detector.rawValue.utf8)),
      ("side", Array(finding.side.rawValue.utf8)),
      ("address", Array(finding.address.description.utf8)), ("day", Array(finding.day.utf8)),
      ("packets", Array("\(finding.packetCount)".utf8)),
      ("score", Array(finding.anomalyScore.description.utf8)),
      ("pValue", Array(finding.pValue.description.utf8)),
      ("capture", finding.capturePath.bytes), ("firstPacket", Array("\(finding.firstPacket)".utf8)),
    ]
    let origin = text(of: [
      ("software", Array("ipclust".utf8)), ("swVersion", Array(version.utf8)),
    ])
    return "[\(dataId)\(text(of: parameters))][origin\(origin)]"
  }

  private static func text(of parameters: [(name: String, value: [UInt8])]) -> String {
    parameters.map { parameter in
      " \(parameter.name)=\"" + StructuredDataText.value(bytes: parameter.value, limit: valueLimit)
        + "\""
    }.joined()
  }

  /// Host names are printable ASCII without blanks (section 6.2.4).
  private static func valid(_ hostName: String) -> String? {
    let isValid =
      (1...hostNameLimit).contains(hostName.utf8.count)
      && hostName.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    return isValid ? hostName : nil
  }
}
