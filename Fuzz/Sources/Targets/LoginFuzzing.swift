@testable import Readers
@testable import Records

/// Login logs: tables, OpenSSH's lines and journal entries in pieces, and whole files of any kind.
enum LoginFuzzing {
  /// Small limits, so that short inputs reach them.
  private static let fieldByteCount = 96
  private static let rowByteCount = 512

  private static let zones: [CivilZone] = [
    .universal, CivilZone(named: "Europe/Berlin") ?? .universal,
    CivilZone(name: "-11:30", secondsEast: -41_400),
  ]

  // MARK: In pieces

  /// A table of attempts or attacks.
  static func readTable(_ bytes: Span<UInt8>) -> Int {
    let whole = rows(of: bytes, stepByteCount: bytes.count)
    let pieces = rows(of: bytes, stepByteCount: pieceByteCount(bytes))
    precondition(whole.elementsEqual(pieces, by: isEqual), "pieces have the rows of the whole")
    guard let header = whole.first else { return 0 }
    let zone = zones[bytes.count % zones.count]
    var usedCount = 0
    if let table = try? LoginTable(header: header) {
      for row in whole.dropFirst() {
        usedCount += use { () throws(SkipReason) in check(try table.attempt(row, in: zone).time) }
      }
    }
    if let table = try? AttackTable(header: header) {
      for row in whole.dropFirst() {
        usedCount += use { () throws(SkipReason) in
          let attack = try table.attack(row, in: zone)
          precondition(attack.start <= attack.end, "an attack ends no sooner than it starts")
          check(attack.start)
          check(attack.end)
        }
      }
    }
    return usedCount
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

  /// OpenSSH's lines in a syslog, whose times may have no year.
  static func readAuthLog(_ bytes: Span<UInt8>) -> Int {
    let zone = zones[bytes.count % zones.count]
    return compareLines(of: bytes) {
      var log = AuthLog(zone: zone)
      return { line throws(SkipReason) in
        _ = AuthLogLine.looksLikeOne(line)
        return try log.attempt(line)
      }
    }
  }

  static func readJournal(_ bytes: Span<UInt8>) -> Int {
    compareLines(of: bytes) {
      var journal = JournalLog()
      return { line throws(SkipReason) in try journal.attempt(line) }
    }
  }

  private typealias LineReader = (Span<UInt8>) throws(SkipReason) -> LoginLine

  /// What lines say depends on those before them too, so the pieces are read by a reader of their own.
  private static func compareLines(of bytes: Span<UInt8>, _ make: () -> LineReader) -> Int {
    let whole = lines(of: bytes, stepByteCount: bytes.count, make())
    let pieces = lines(of: bytes, stepByteCount: pieceByteCount(bytes), make())
    precondition(whole == pieces, "pieces have the lines of the whole")
    var years = YearInference()
    let relativeYears = whole.compactMap { line in
      if case .yearless(let time)? = line?.time { years.relativeYear(of: time) } else { nil }
    }
    for year in relativeYears {
      precondition(
        years.year(ofRelative: year, lastYear: 2026) <= 2026, "no line is later than the latest")
    }
    return whole.count { $0 != nil }
  }

  /// What every line says, nil for one that is skipped.
  private static func lines(
    of bytes: Span<UInt8>, stepByteCount: Int, _ read: LineReader
  ) -> [LoginLine?] {
    var splitter = LineSplitter(maximumByteCount: rowByteCount)
    var lines: [LoginLine?] = []
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      var content: LoginLine?
      _ = use { () throws(SkipReason) in
        if isTooLong { throw .tooLong }
        let line = try read(line)
        if case .moment(let moment) = line.time { check(moment) }
        content = line
      }
      lines.append(content)
    }
    forEachPiece(of: bytes, stepByteCount) { splitter.consume($0, take) }
    splitter.finish(take)
    return lines
  }

  /// 1 for a record that is used.
  private static func use(_ read: () throws(SkipReason) -> Void) -> Int {
    do throws(SkipReason) {
      try read()
      return 1
    } catch {
      precondition(!error.isDamage, "a record cannot damage its file")
      return 0
    }
  }

  /// What is written of a time reads as the same.
  private static func check(_ time: Timestamp) {
    precondition(time.hasFourDigitYear, "every format can write the time")
    precondition(Timestamp(time.description) == time, "RFC 3339 keeps a time")
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

  // MARK: Whole files

  /// A log of any kind, SQLite's too, and the same file as labels.
  static func readFile(_ bytes: Span<UInt8>) -> Int {
    var limits = InputLimits()
    limits.decompressedByteCount = 64 << 10
    limits.fieldByteCount = 1 << 10
    limits.rowByteCount = 4 << 10
    var selection = LoginSelection()
    selection.zone = zones[bytes.count % zones.count]
    if bytes.count % 2 == 1 { selection.from = Timestamp("2018-03-01T10:00:00Z") }
    let reader = LoginReader(selection: selection, limits: limits)
    return MemoryFile.shared.holding(bytes) { path in
      let source = InputSource(path: path)
      var years = YearInference()
      var reading = reader.read(
        source, years: &years, withLabels: true, isCancelled: { false }, progress: { _ in })
      reading.settle(years)
      let ordered = reading.attempts.sorted()
      let summary = reading.summary(ordered: ordered)
      check(summary, byteCount: bytes.count)
      let isTable = summary.format == .csv || summary.format == .sqlite
      precondition(
        isTable
          ? ordered.count == summary.usedPacketCount : ordered.count >= summary.usedPacketCount,
        "what is used is handed on, and what a line repeats as often")
      precondition(ordered.allSatisfy { selection.holds($0.time) }, "times are those asked for")
      if let labels = reading.labels { check(labels, byteCount: nil) }
      let labels = reader.readLabels(source, isCancelled: { false })
      check(labels, byteCount: bytes.count)
      return ordered.count + labels.attacks.count + summary.packetCount
    }
  }

  private static func check(_ labels: AttackReading, byteCount: Int?) {
    check(labels.summary, byteCount: byteCount)
    precondition(
      labels.attacks.count == labels.summary.usedPacketCount, "what is used is handed on")
  }

  /// - Parameter byteCount: nil for a table inside of a file.
  private static func check(_ summary: InputSummary, byteCount: Int?) {
    precondition(
      summary.usedPacketCount + summary.skipped.values.reduce(0, +)
        == summary.packetCount + summary.damagedCount, "every record is accounted for")
    precondition(summary.damagedCount <= 1, "the first damage ends the reading")
    precondition((summary.status == .ok) == (summary.failure == nil), "what fails has its reason")
    precondition(byteCount ?? summary.byteCount == summary.byteCount, "the size is the file's")
  }
}
