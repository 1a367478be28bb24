import Records
import State

/// The formats in which a finding is told to other programs, a line each; docs/alerts.md describes them.
///
/// The same finding and version give the same bytes: nothing of host or clock is in them, and all
/// times are those of packets.
public enum AlertFormat: String, Sendable, CaseIterable {
  /// Our own JSON, described by docs/schemas/alert.schema.json.
  case ndjson
  /// Elastic Common Schema.
  case ecs
  /// Detection Finding of the Open Cybersecurity Schema Framework.
  case ocsf
  /// Tab-separated values as Zeek writes its logs.
  case zeek

  /// Whether a line is a JSON object.
  public var isJSON: Bool { self != .zeek }

  /// Lines that a file has before its first finding.
  public var header: [UInt8] { self == .zeek ? Array(AlertZeek.header.utf8) : [] }

  /// Renders `finding`, with the line end.
  ///
  /// - Parameter version: of the program.
  public func line(of finding: Finding, version: String) -> [UInt8] {
    var line: [UInt8] = []
    let output = OutputBuffer { line += $0 }
    switch self {
    case .ndjson: AlertJSON.write(finding, version: version, to: output)
    case .ecs: AlertECS.write(finding, version: version, to: output)
    case .ocsf: AlertOCSF.write(finding, version: version, to: output)
    case .zeek: AlertZeek.write(finding, version: version, to: output)
    }
    // Nothing is refused by an array.
    try? output.finish()
    return line
  }
}

// MARK: Reading back which findings a file has

extension AlertFormat {
  /// No line needs more bytes to tell its finding: a time in Zeek's format has at most 20.
  public static let tellingByteCount = 160

  private static let idDigitCount = 64

  /// What every line begins with, up to the id; nil where a field of varying length comes first.
  private var beginning: String? {
    switch self {
    case .ndjson: AlertJSON.beginning
    case .ecs: AlertECS.beginning
    case .ocsf: AlertOCSF.beginning
    case .zeek: nil
    }
  }

  /// Whether a file that begins with `bytes` may be one of this format, or was cut at its beginning.
  public func mayBegin(_ bytes: [UInt8]) -> Bool {
    let expected = beginning.map { Array($0.utf8) } ?? header
    return zip(bytes, expected).allSatisfy { $0 == $1 }
  }

  /// The id of the finding in a line of this format; nil for other lines.
  ///
  /// Looks at its own place only: a path or a reason that has an id in it names no finding.
  ///
  /// - Parameter bytes: the line's first `tellingByteCount` bytes, or all of a shorter one.
  public func findingId(atStartOf bytes: [UInt8]) -> String? {
    let start: Int
    let closing: UInt8
    if let beginning {
      guard bytes.starts(with: beginning.utf8) else { return nil }
      (start, closing) = (beginning.utf8.count, 0x22)
    } else {
      guard let tab = bytes.firstIndex(of: 0x09) else { return nil }
      (start, closing) = (tab + 1, 0x09)
    }
    let end = start + Self.idDigitCount
    guard end < bytes.count, bytes[end] == closing else { return nil }
    let digits = bytes[start..<end]
    let isId = digits.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    return isId ? String(decoding: digits, as: UTF8.self) : nil
  }
}
