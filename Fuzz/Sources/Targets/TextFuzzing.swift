@testable import Readers
@testable import Records

/// Texts: tables of packets, Zeek's logs and lists of addresses, whole and in pieces.
enum TextFuzzing {
  /// Small limits, so that short inputs reach them.
  private static let fieldByteCount = 96
  private static let rowByteCount = 512

  static func readRowTable(_ bytes: Span<UInt8>) -> Int {
    let whole = rows(of: bytes, stepByteCount: bytes.count)
    let pieces = rows(of: bytes, stepByteCount: pieceByteCount(bytes))
    precondition(whole == pieces, "pieces have the rows of the whole")
    return whole.count
  }

  /// What every row says, or why it says nothing.
  private static func rows(of bytes: Span<UInt8>, stepByteCount: Int) -> [Finding] {
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: fieldByteCount, maximumRowByteCount: rowByteCount)
    var table: RecordTable?
    var findings: [Finding] = []
    func take(_ row: TableRow) {
      guard let table else {
        table = try? RecordTable(header: row, depth: .innermost)
        return
      }
      let number = findings.count + 1
      findings.append(
        Finding { () throws(SkipReason) in try table.record(row, number: number).observation })
    }
    forEachPiece(of: bytes, stepByteCount) { splitter.consume($0, take) }
    splitter.finish(take)
    return findings
  }

  static func readRowJSON(_ bytes: Span<UInt8>) -> Int {
    let header = TableRow(names: JSONTable().columnNames)
    guard let packets = try? PacketTable(header: header, depth: .innermost),
      let addresses = try? AddressCountTable(header: header)
    else { preconditionFailure("a table has the columns that it names itself") }
    return compareLines(of: bytes) {
      { line, record throws(SkipReason) in
        var row = TableRow()
        return switch try JSONTable().read(line, into: &row) {
        case .row(isOfPackets: true): try packets.observation(row, record: record)
        case .row(isOfPackets: false): try addresses.record(row, number: record).observation
        case .header, .trailer, .other: nil
        }
      }
    }
  }

  static func readZeekTable(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) {
      var table = ZeekTable()
      return { line, record throws(SkipReason) in
        guard line.count > 0 else { return nil }
        if line[0] == UInt8(ascii: "#") {
          try? table.declare(line)
          return nil
        }
        _ = ZeekTable.looksLikeConnection(line)
        return try table.observation(line, record: record)
      }
    }
  }

  static func readZeekJSON(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) {
      { line, record throws(SkipReason) in
        try ZeekJSONLine.observation(line, record: record)
      }
    }
  }

  static func readAddresses(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) {
      { line, record throws(SkipReason) in
        guard let address = try AddressLine.address(line) else { return nil }
        let text = Array(address.description.utf8)
        precondition(
          (try? AddressLine.address(text.span)) == address, "what is written reads as the same")
        return Observation(source: address, destination: nil, record: record)
      }
    }
  }

  static func recognize(_ bytes: Span<UInt8>) -> Int {
    let sample = TextSample(bytes.indices.map { bytes[$0] }, isWhole: bytes.count % 2 == 0)
    let findings = [
      sample.isZeekTable, sample.isZeekJSON, sample.isRowJSON, sample.beginsWithAddress,
      sample.isAddressList, (try? sample.isRowTable) ?? false,
    ]
    precondition(!sample.beginsWithAddress || sample.isAddressList, "one address makes a list")
    return findings.count { $0 }
  }

  private typealias LineReader = (Span<UInt8>, Int) throws(SkipReason) -> Observation?

  private static func compareLines(of bytes: Span<UInt8>, _ make: () -> LineReader) -> Int {
    let whole = lines(of: bytes, stepByteCount: bytes.count, make())
    let pieces = lines(of: bytes, stepByteCount: pieceByteCount(bytes), make())
    precondition(whole == pieces, "pieces have the lines of the whole")
    return whole.count
  }

  private static func lines(
    of bytes: Span<UInt8>, stepByteCount: Int, _ read: LineReader
  ) -> [Finding] {
    var splitter = LineSplitter(maximumByteCount: rowByteCount)
    var findings: [Finding] = []
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      let record = findings.count + 1
      findings.append(
        Finding { () throws(SkipReason) in
          if isTooLong { throw .tooLong }
          return try read(line, record)
        })
    }
    forEachPiece(of: bytes, stepByteCount) { splitter.consume($0, take) }
    splitter.finish(take)
    return findings
  }

  /// From 1 to 16, by the last byte.
  private static func pieceByteCount(_ bytes: Span<UInt8>) -> Int {
    bytes.isEmpty ? 1 : Int(bytes[bytes.count - 1] & 15) + 1
  }

  private static func forEachPiece(
    of bytes: Span<UInt8>, _ stepByteCount: Int, _ body: (Span<UInt8>) -> Void
  ) {
    for start in stride(from: 0, to: bytes.count, by: max(1, stepByteCount)) {
      body(bytes.extracting(start..<min(bytes.count, start + stepByteCount)))
    }
  }
}

/// What one line or row came to.
private enum Finding: Equatable {
  case observation(Observation?)
  case skipped(SkipReason)

  init(_ read: () throws(SkipReason) -> Observation?) {
    do {
      let observation = try read()
      precondition((observation?.packetCount ?? 1) >= 0, "counts are not negative")
      precondition((observation?.byteCount ?? 0) >= 0, "counts are not negative")
      if let time = observation?.timestamp { Self.check(time) }
      self = .observation(observation)
    } catch {
      precondition(!error.isDamage, "a line cannot damage its file")
      self = .skipped(error)
    }
  }

  /// What is written of a time, as text or as pcapng's ticks, reads as the same.
  private static func check(_ time: Timestamp) {
    precondition(Timestamp(time.description) == time, "RFC 3339 keeps a time")
    precondition(Timestamp(time.epochText) == time, "epoch seconds keep a time")
    // Counted from a moment before it, so that 64 bits hold the ticks.
    let resolution = TimestampResolution(
      code: time.fractionDigitCount, offsetSeconds: (time.seconds >> 32) << 32)
    let tickCount = resolution.tickCount(of: time)
    precondition(
      tickCount.flatMap { resolution.timestamp(tickCount: $0) } == time, "ticks keep a time")
  }
}
