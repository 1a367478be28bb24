#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A line of a Zeek log in JSON form: one flat object.
public struct ZeekJSONLine: Decodable {
  /// Nesting beyond which a line is not decoded; Zeek's own has one level, and lists.
  private static let maximumDepth = 64

  private let time: Time?
  private let source: String?
  private let destination: String?
  private let sourcePort: Lenient<Int>?
  private let destinationPort: Lenient<Int>?
  private let transport: Lenient<String>?
  private let packetCount: Int?
  private let byteCount: Int?

  private enum CodingKeys: String, CodingKey {
    case time = "ts"
    case source = "id.orig_h"
    case destination = "id.resp_h"
    case sourcePort = "id.orig_p"
    case destinationPort = "id.resp_p"
    case transport = "proto"
    case packetCount = "orig_pkts"
    case byteCount = "orig_ip_bytes"
  }

  /// What a line says.
  ///
  /// - Throws: `malformed` where it is no JSON object or a value has another type, `missingField`,
  ///   `badIP`, `badTime`, `badValue`, `encoding`.
  public static func observation(
    _ line: Span<UInt8>, record: Int
  ) throws(SkipReason) -> Observation {
    try ZeekJSONLine.record(line, number: record).observation
  }

  /// What a line says, with ports and transport of its connection.
  ///
  /// - Throws: as `observation`.
  package static func record(
    _ line: Span<UInt8>, number: Int
  ) throws(SkipReason) -> TableRecord {
    guard depth(of: line) <= maximumDepth else { throw .malformed }
    let decoded: ZeekJSONLine
    do {
      let bytes = line.indices.map { line[$0] }
      decoded = try JSONDecoder().decode(ZeekJSONLine.self, from: Data(bytes))
    } catch {
      throw line.addressFault == .encoding ? .encoding : .malformed
    }
    guard let source = decoded.source, let destination = decoded.destination else {
      throw .missingField
    }
    guard let source = IPAddress(source), let destination = IPAddress(destination) else {
      throw .badIP
    }
    guard decoded.packetCount ?? 0 >= 0, decoded.byteCount ?? 0 >= 0 else { throw .badValue }
    let observation = Observation(
      source: source, destination: destination, record: number,
      timestamp: try decoded.time?.timestamp(), packetCount: decoded.packetCount ?? 1,
      byteCount: decoded.byteCount ?? 0)
    return TableRecord(observation, traits: decoded.traits)
  }

  private var traits: PacketTraits {
    let ports = sourcePort?.value.flatMap { UInt16(exactly: $0) }.flatMap { source in
      destinationPort?.value.flatMap { UInt16(exactly: $0) }
        .map { PacketTraits.Ports(source: source, destination: $0) }
    }
    return PacketTraits(
      connectionOver: transport?.value.flatMap { .init(zeekName: $0) }, ports: ports)
  }

  /// The deepest nesting of brackets outside strings.
  private static func depth(of line: Span<UInt8>) -> Int {
    var (depth, deepest) = (0, 0)
    var (isInString, isEscaped) = (false, false)
    for index in line.indices {
      switch line[index] {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isInString
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString:
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
      default: break
      }
    }
    return deepest
  }

  /// A value that nothing but traits needs: one of another type is unknown, and no fault.
  private struct Lenient<Value: Decodable>: Decodable {
    let value: Value?

    init(from decoder: any Decoder) throws {
      value = try? decoder.singleValueContainer().decode(Value.self)
    }
  }

  /// Epoch seconds as a number, or ISO 8601 text, by Zeek's `JSON::TS_*` setting.
  private enum Time: Decodable {
    case epochSeconds(Double)
    case text(String)

    /// Zeek keeps microseconds; a Double of this age holds them exactly, and no more.
    private static let microsecondsPerSecond = 1e6

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let seconds = try? container.decode(Double.self) {
        self = .epochSeconds(seconds)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    func timestamp() throws(SkipReason) -> Timestamp {
      switch self {
      case .epochSeconds(let seconds):
        let microseconds = (seconds * Self.microsecondsPerSecond).rounded()
        guard let count = Int64(exactly: microseconds) else { throw .badTime }
        let (whole, rest) = count.flooredDivision(by: 1_000_000)
        let timestamp = Timestamp(
          seconds: whole, nanoseconds: UInt32(rest) * 1000, fractionDigitCount: 6)
        guard timestamp.hasFourDigitYear else { throw .badTime }
        return timestamp
      case .text(let text):
        guard let timestamp = Timestamp(text) else { throw .badTime }
        return timestamp
      }
    }
  }
}
