import Features
import Records

/// The JSON report of an earlier scan, as far as a comparison needs it.
public struct SavedScanReport: Sendable {
  /// Of the program that wrote it.
  public let version: String
  public let status: InputSummary.Status
  /// IPv4 before IPv6; of those that the scan read.
  public let tables: [HostTable]

  /// Longer files are refused; a million addresses with their reasons take a third of it.
  public static let maximumByteCount = 1 << 30
  /// Bytes that tell whether a file is a report of this kind.
  public static let headByteCount = 512

  private static let largestPopulationCount = 4
  private static let largestAddressCount = 1 << 24

  /// Whether a file that begins like this is the report of a scan.
  public static func isReport(head: [UInt8]) -> Bool {
    let text = String(decoding: head.prefix(headByteCount), as: UTF8.self)
    let tight = text.filter { !$0.isWhitespace }
    return tight.hasPrefix("{\"schema\":\"\(ScanJSON.schema)\",")
  }

  public init(_ bytes: [UInt8]) throws(InputFailure) {
    guard bytes.count <= Self.maximumByteCount else {
      throw InputFailure(
        .tooLarge, "expected at most \(Self.maximumByteCount) bytes, but found more")
    }
    do throws(JSONFault) {
      try self.init(JSONDocument(bytes).root)
    } catch {
      throw InputFailure(
        .malformed, error.message + "; write the report again with --format json",
        byteOffset: error.byteOffset)
    }
  }

  private init(_ root: JSONElement) throws(JSONFault) {
    let members = try root.members()
    let schemaVersion = try root.member("schemaVersion", of: members)
    guard try schemaVersion.integer(in: 1...Int.max) == ScanJSON.schemaVersion else {
      throw schemaVersion.fault(
        "expected schema version \(ScanJSON.schemaVersion), but found another")
    }
    let run = try root.member("run", of: members)
    let runMembers = try run.members()
    version = try run.member("version", of: runMembers).string()
    let status = try run.member("status", of: runMembers)
    guard let known = InputSummary.Status(rawValue: try status.string()) else {
      throw status.fault("expected ok, partial or error, but found another value")
    }
    self.status = known
    var values: [AddressFamily: [IPAddress: Entry]] = [:]
    var sides: [AddressFamily: Set<Side>] = [:]
    let populations = try root.member("populations", of: members)
    for population in try populations.elements(atMost: Self.largestPopulationCount) {
      let members = try population.members()
      let side: Side = try population.choice("side", of: members)
      let family: AddressFamily = try population.choice("family", of: members)
      guard sides[family, default: []].insert(side).inserted else {
        throw population.fault("expected each side and family once, but found one again")
      }
      for element in try population.member("addresses", of: members)
        .elements(atMost: Self.largestAddressCount)
      {
        let row = try Row(element, family)
        values[family, default: [:]][row.address, default: Entry()].add(row, side)
      }
    }
    tables = AddressFamily.allCases.compactMap { family in
      guard let entries = values[family] else { return nil }
      return HostTable(
        family,
        entries.map { address, entry in entry.host(address, sides: sides[family] ?? []) })
    }
  }

  /// One address of a population.
  private struct Row {
    let address: IPAddress
    let packetCount: Int
    let byteCount: Int
    let firstTimestamp: Timestamp?
    let lastTimestamp: Timestamp?

    init(_ element: JSONElement, _ family: AddressFamily) throws(JSONFault) {
      let members = try element.members()
      let text = try element.member("address", of: members)
      guard let address = IPAddress(try text.string()), address.family == family else {
        throw text.fault("expected an \(family.rawValue) address, but found another value")
      }
      self.address = address
      packetCount = try element.member("packetCount", of: members).integer(in: 0...Int.max)
      byteCount = try element.member("byteCount", of: members).integer(in: 0...Int.max)
      firstTimestamp = try Self.time(members["firstTimestamp"])
      lastTimestamp = try Self.time(members["lastTimestamp"])
    }

    private static func time(_ element: JSONElement?) throws(JSONFault) -> Timestamp? {
      guard let element else { return nil }
      guard let time = Timestamp(try element.string()) else {
        throw element.fault("expected a time, but found another value")
      }
      return time
    }
  }

  /// What both sides tell of an address.
  private struct Entry {
    private var values: [HostMeasure: Int] = [:]
    private var times: [Timestamp] = []

    mutating func add(_ row: Row, _ side: Side) {
      values[side == .source ? .sentPacketCount : .receivedPacketCount] = row.packetCount
      values[side == .source ? .sentByteCount : .receivedByteCount] = row.byteCount
      times += [row.firstTimestamp, row.lastTimestamp].compactMap { $0 }
    }

    /// - Parameter sides: those that were scanned, where an address that is missing has no packets.
    func host(_ address: IPAddress, sides: Set<Side>) -> Host {
      var values = values
      for (side, measure) in [
        (Side.source, HostMeasure.sentPacketCount),
        (.destination, .receivedPacketCount),
      ] where sides.contains(side) && values[measure] == nil {
        values[measure] = 0
      }
      return Host(
        address, values: values, firstTimestamp: times.min(), lastTimestamp: times.max())
    }
  }
}

extension JSONElement {
  fileprivate func member(
    _ key: String, of members: [String: JSONElement]
  ) throws(JSONFault) -> JSONElement {
    guard let member = members[key] else {
      throw fault("expected a member '\(key)', but found none")
    }
    return member
  }

  fileprivate func choice<Choice: RawRepresentable<String>>(
    _ key: String, of members: [String: JSONElement]
  ) throws(JSONFault) -> Choice {
    let element = try member(key, of: members)
    guard let choice = Choice(rawValue: try element.string()) else {
      throw element.fault("expected a \(key), but found another value")
    }
    return choice
  }
}
