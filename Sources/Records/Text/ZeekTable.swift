/// The columns of a Zeek log in tab-separated form, as its `#` lines declare them.
///
/// - SeeAlso: <https://docs.zeek.org/en/master/log-formats.html>
public struct ZeekTable: Sendable {
  private var separator = UInt8(ascii: "\t")
  private var unset = Array("-".utf8)
  private var empty = Array("(empty)".utf8)
  private var columns: ZeekColumns?

  public init() {}

  /// Takes a line that begins with `#`.
  ///
  /// - Throws: `missingColumns` where `#fields` names no addresses, `duplicateColumn`.
  public mutating func declare(_ line: Span<UInt8>) throws(InputFailure) {
    let text = line.text(0..<line.count)
    // `#separator` itself is followed by a blank; every other key by the separator it declared.
    if text.hasPrefix("#separator ") {
      separator = Self.separator(text.dropFirst("#separator ".utf8.count)) ?? separator
      return
    }
    let parts = text.utf8.split(separator: separator, omittingEmptySubsequences: false)
    guard let key = parts.first.map({ String(Substring($0)) }), parts.count >= 2 else { return }
    switch key {
    case "#unset_field": unset = Array(parts[1])
    case "#empty_field": empty = Array(parts[1])
    case "#fields": columns = try ZeekColumns(parts.dropFirst().map { String(Substring($0)) })
    default: break
    }
  }

  /// What a data line says; before any `#fields` line it has the columns of conn.log.
  ///
  /// - Throws: `missingField` for a short line, `missingValue` for an unset address, `badIP`,
  ///   `encoding`, `badTime`, `badValue`.
  public func observation(_ line: Span<UInt8>, record: Int) throws(SkipReason) -> Observation {
    try observation(line, ranges(in: line), record)
  }

  /// What a data line says, with ports and transport of its connection.
  ///
  /// - Throws: as `observation`, and `badValue` for ports that are none.
  package func record(_ line: Span<UInt8>, number: Int) throws(SkipReason) -> TableRecord {
    let ranges = ranges(in: line)
    let observation = try observation(line, ranges, number)
    let transport = set(ranges.transport, in: line)
      .flatMap { PacketTraits.Transport(zeekName: line.text($0)) }
    let sourcePort = try port(ranges.sourcePort, in: line)
    let destinationPort = try port(ranges.destinationPort, in: line)
    let ports = sourcePort.flatMap { source in
      destinationPort.map { PacketTraits.Ports(source: source, destination: $0) }
    }
    return TableRecord(
      observation, traits: PacketTraits(connectionOver: transport, ports: ports))
  }

  private func observation(
    _ line: Span<UInt8>, _ ranges: ZeekColumns.Ranges, _ record: Int
  ) throws(SkipReason) -> Observation {
    guard let sourceRange = ranges.source, let destinationRange = ranges.destination else {
      throw .missingField
    }
    guard let source = try optionalAddress(line, sourceRange, unset: unset),
      let destination = try optionalAddress(line, destinationRange, unset: unset)
    else { throw .missingValue }
    var observation = Observation(source: source, destination: destination, record: record)
    if let range = set(ranges.time, in: line) {
      guard let time = Timestamp(text: line.extracting(range)) else { throw .badTime }
      observation.timestamp = time
    }
    observation.packetCount = try count(ranges.packetCount, in: line) ?? 1
    observation.byteCount = try count(ranges.byteCount, in: line) ?? 0
    return observation
  }

  /// Whether a line without any header before it is one of conn.log.
  public static func looksLikeConnection(_ line: Span<UInt8>) -> Bool {
    let columns = ZeekColumns.connections.ranges(in: line, separator: UInt8(ascii: "\t"))
    guard columns.columnCount >= ZeekColumns.connectionColumnCount, let source = columns.source,
      let destination = columns.destination
    else { return false }
    return IPAddress(text: line.extracting(source)) != nil
      && IPAddress(text: line.extracting(destination)) != nil
  }

  private func ranges(in line: Span<UInt8>) -> ZeekColumns.Ranges {
    if let columns { return columns.ranges(in: line, separator: separator) }
    let ranges = ZeekColumns.connections.ranges(in: line, separator: separator)
    guard ranges.columnCount > ZeekColumns.connectionColumnCount else { return ranges }
    return ZeekColumns.laterConnections.ranges(in: line, separator: separator)
  }

  private func count(_ range: Range<Int>?, in line: Span<UInt8>) throws(SkipReason) -> Int? {
    guard let range = set(range, in: line) else { return nil }
    guard let count = Int(count: line.extracting(range)) else { throw .badValue }
    return count
  }

  private func port(_ range: Range<Int>?, in line: Span<UInt8>) throws(SkipReason) -> UInt16? {
    guard let count = try count(range, in: line) else { return nil }
    guard let port = UInt16(exactly: count) else { throw .badValue }
    return port
  }

  /// The range, unless it is absent, unset or empty.
  private func set(_ range: Range<Int>?, in line: Span<UInt8>) -> Range<Int>? {
    guard let range, !range.isEmpty else { return nil }
    let field = line.extracting(range)
    return field.isEqual(to: unset) || field.isEqual(to: empty) ? nil : range
  }

  /// The byte that `\x09` or a bare character means.
  private static func separator(_ text: Substring) -> UInt8? {
    if text.hasPrefix("\\x") { return UInt8(text.dropFirst(2).prefix(2), radix: 16) }
    return text.utf8.first
  }
}

/// Where the columns that matter stand in a line.
struct ZeekColumns: Sendable {
  private var time: Int?
  private var source: Int
  private var destination: Int
  private var sourcePort: Int?
  private var destinationPort: Int?
  private var transport: Int?
  private var packetCount: Int?
  private var byteCount: Int?

  /// conn.log as Zeek writes it, for logs whose `#` lines were cut off.
  static let connections = ZeekColumns(
    packetCount: 15, byteCount: 16)

  /// The same since Zeek put `local_resp` after `local_orig`.
  static let laterConnections = ZeekColumns(
    packetCount: 16, byteCount: 17)

  /// Columns of conn.log, from which on a line without header is taken for one.
  static let connectionColumnCount = 20

  /// The columns before these two have not moved since Zeek was called Bro.
  private init(packetCount: Int, byteCount: Int) {
    (time, source, sourcePort, destination, destinationPort, transport) = (0, 2, 3, 4, 5, 6)
    self.packetCount = packetCount
    self.byteCount = byteCount
  }

  init(_ names: [String]) throws(InputFailure) {
    var indices: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard indices.updateValue(index, forKey: name) == nil else {
        throw InputFailure(.duplicateColumn, "column '\(name)' stands twice in '#fields'")
      }
    }
    guard let source = indices["id.orig_h"], let destination = indices["id.resp_h"] else {
      throw InputFailure(
        .missingColumns, "a Zeek log needs the columns 'id.orig_h' and 'id.resp_h'; use conn.log")
    }
    self.source = source
    self.destination = destination
    time = indices["ts"]
    sourcePort = indices["id.orig_p"]
    destinationPort = indices["id.resp_p"]
    transport = indices["proto"]
    packetCount = indices["orig_pkts"]
    byteCount = indices["orig_ip_bytes"]
  }

  struct Ranges {
    var time: Range<Int>?
    var source: Range<Int>?
    var destination: Range<Int>?
    var sourcePort: Range<Int>?
    var destinationPort: Range<Int>?
    var transport: Range<Int>?
    var packetCount: Range<Int>?
    var byteCount: Range<Int>?
    /// Columns of the whole line.
    var columnCount = 0
  }

  /// Finds the columns in one pass over the line.
  func ranges(in line: Span<UInt8>, separator: UInt8) -> Ranges {
    var ranges = Ranges()
    var start = 0
    for index in 0...line.count where index == line.count || line[index] == separator {
      let column = ranges.columnCount
      if column == source { ranges.source = start..<index }
      if column == destination { ranges.destination = start..<index }
      if column == time { ranges.time = start..<index }
      if column == sourcePort { ranges.sourcePort = start..<index }
      if column == destinationPort { ranges.destinationPort = start..<index }
      if column == transport { ranges.transport = start..<index }
      if column == packetCount { ranges.packetCount = start..<index }
      if column == byteCount { ranges.byteCount = start..<index }
      ranges.columnCount += 1
      start = index + 1
    }
    return ranges
  }
}
