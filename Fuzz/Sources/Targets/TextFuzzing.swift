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
    precondition(whole.elementsEqual(pieces, by: isEqual), "pieces have the rows of the whole")
    guard let header = whole.first, let table = try? RecordTable(header: header, depth: .innermost)
    else { return 0 }
    var readCount = 0
    for (number, row) in whole.enumerated().dropFirst() {
      readCount += read { () throws(SkipReason) in
        try table.record(row, number: number).observation
      }
    }
    return readCount
  }

  private static func rows(of bytes: Span<UInt8>, stepByteCount: Int) -> [TableRow] {
    var splitter = CSVRowSplitter(
      maximumFieldByteCount: fieldByteCount, maximumRowByteCount: rowByteCount)
    var rows: [TableRow] = []
    forEachPiece(of: bytes, stepByteCount) { splitter.consume($0) { rows.append($0) } }
    splitter.finish { rows.append($0) }
    return rows
  }

  private static func isEqual(_ one: TableRow, _ other: TableRow) -> Bool {
    one.bytes == other.bytes && one.fieldEnds == other.fieldEnds && one.fault == other.fault
      && one.hasOpenQuote == other.hasOpenQuote
  }

  static func readRowJSON(_ bytes: Span<UInt8>) -> Int {
    var row = TableRow()
    return compareLines(of: bytes) { line, record throws(SkipReason) in
      switch try jsonTable.read(line, into: &row) {
      case .row(isOfPackets: true): try packets.observation(row, record: record)
      case .row(isOfPackets: false): try addresses.record(row, number: record).observation
      case .header, .trailer, .other: nil
      }
    }
  }

  private static let jsonTable = JSONTable()

  private static let (packets, addresses): (PacketTable, AddressCountTable) = {
    let header = TableRow(names: jsonTable.columnNames)
    guard let packets = try? PacketTable(header: header, depth: .innermost),
      let addresses = try? AddressCountTable(header: header)
    else { preconditionFailure("a table has the columns that it names itself") }
    return (packets, addresses)
  }()

  static func readZeekTable(_ bytes: Span<UInt8>) -> Int {
    var table = ZeekTable()
    return compareLines(of: bytes) { line, record throws(SkipReason) in
      guard line.count > 0 else { return nil }
      if line[0] == UInt8(ascii: "#") {
        try? table.declare(line)
        return nil
      }
      _ = ZeekTable.looksLikeConnection(line)
      return try table.observation(line, record: record)
    }
  }

  static func readZeekJSON(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) { line, record throws(SkipReason) in
      try ZeekJSONLine.observation(line, record: record)
    }
  }

  static func readAddresses(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) { line, record throws(SkipReason) in
      guard let address = try AddressLine.address(line) else { return nil }
      let text = Array(address.description.utf8)
      precondition(
        (try? AddressLine.address(text.span)) == address, "what is written reads as the same")
      return Observation(source: address, destination: nil, record: record)
    }
  }

  static func recognize(_ bytes: Span<UInt8>) -> Int {
    let text = bytes.withUnsafeBufferPointer { Array($0) }
    let sample = TextSample(text, isWhole: text.count % 2 == 0)
    let findings = [
      sample.isZeekTable, sample.isZeekJSON, sample.isRowJSON, sample.beginsWithAddress,
      sample.isAddressList, (try? sample.isRowTable) ?? false,
    ]
    precondition(!sample.beginsWithAddress || sample.isAddressList, "one address makes a list")
    return findings.count { $0 }
  }

  private typealias LineReader = (Span<UInt8>, Int) throws(SkipReason) -> Observation?

  /// Reads the lines of the whole, after making sure that pieces have the same.
  ///
  /// What a line says depends on its bytes and those of the lines before it, so it is read once.
  ///
  /// - Returns: how many lines could be read.
  private static func compareLines(of bytes: Span<UInt8>, _ reader: LineReader) -> Int {
    let whole = lines(of: bytes, stepByteCount: bytes.count)
    let pieces = lines(of: bytes, stepByteCount: pieceByteCount(bytes))
    precondition(whole == pieces, "pieces have the lines of the whole")
    var readCount = 0
    for (index, line) in whole.enumerated() {
      readCount += read { () throws(SkipReason) in
        guard let line else { throw .tooLong }
        return try reader(line.span, index + 1)
      }
    }
    return readCount
  }

  /// The lines, nil for those that are too long.
  private static func lines(of bytes: Span<UInt8>, stepByteCount: Int) -> [[UInt8]?] {
    var splitter = LineSplitter(maximumByteCount: rowByteCount)
    var lines: [[UInt8]?] = []
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      lines.append(isTooLong ? nil : line.withUnsafeBufferPointer { Array($0) })
    }
    forEachPiece(of: bytes, stepByteCount) { splitter.consume($0, take) }
    splitter.finish(take)
    return lines
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

  /// Reads one line or row, and checks what it says; 1 unless it is skipped.
  private static func read(_ body: () throws(SkipReason) -> Observation?) -> Int {
    do {
      let observation = try body()
      precondition((observation?.packetCount ?? 1) >= 0, "counts are not negative")
      precondition((observation?.byteCount ?? 0) >= 0, "counts are not negative")
      if let time = observation?.timestamp { check(time) }
      return 1
    } catch {
      precondition(!error.isDamage, "a line cannot damage its file")
      return 0
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
