import ArgumentParser
import Detection
import Features
import Glibc
import Records
import Reporting
import Scanning
import State

/// One of the two times of a comparison, as its argument means it.
struct ComparedTime {
  private enum Source {
    case input(InputPath)
    case report(InputPath)
    case days(ClosedRange<Int64>, state: [UInt8])
  }

  /// What both times have in common, and what is written.
  struct Reading {
    let options: ComparisonReport.Options
    let isRecursive: Bool
    let threadCount: Int
    /// Nil for standard output.
    let output: [UInt8]?
    let isSilent: Bool
  }

  /// What was read.
  struct Side {
    let time: ComparisonReport.Time
    let tables: [HostTable]
  }

  private let name: String
  private let source: Source

  private static let dayMark = "day:"
  private static let rangeMark = ".."
  private static let secondsPerDay: Int64 = 86_400

  /// Looks at what `argument` names; what a file holds is seen from its first bytes.
  init(_ argument: String, state: StateArguments) throws {
    name = argument
    guard !argument.hasPrefix(Self.dayMark) else {
      source = .days(try Self.days(argument), state: try state.directory())
      return
    }
    let path = InputPath(bytes: RawArguments.bytes(of: argument))
    guard !path.bytes.isEmpty else {
      throw ValidationError("expected a file, a directory, '-' or days, but found ''")
    }
    source = Self.isReport(path) ? .report(path) : .input(path)
  }

  var readsStandardInput: Bool {
    if case .input(.standardInput) = source { true } else { false }
  }

  /// `day:2026-11-14` or `day:2026-11-14..2026-11-20`, both days included.
  private static func days(_ argument: String) throws -> ClosedRange<Int64> {
    let text = String(argument.dropFirst(dayMark.count))
    let parts = text.components(separatedBy: rangeMark).map(day)
    guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1],
      first <= last
    else {
      throw ValidationError(
        "expected days such as 'day:2026-11-14' or 'day:2026-11-14..2026-11-20', but found "
          + "'\(argument)'")
    }
    return first...last
  }

  private static func day(_ text: String) -> Int64? {
    guard text.utf8.count == "2026-11-14".utf8.count else { return nil }
    return Timestamp(text + "T00:00:00Z").map { $0.seconds / secondsPerDay }
  }

  /// Pipes are not looked at, for what was read would be gone.
  private static func isReport(_ path: InputPath) -> Bool {
    guard path != .standardInput, isRegularFile(path) else { return false }
    let head = try? Scan.bytes(
      ofFile: path, atMost: SavedScanReport.headByteCount,
      isCancelled: { Interruption.status != nil })
    return head.map(SavedScanReport.isReport) ?? false
  }

  private static func isRegularFile(_ path: InputPath) -> Bool {
    var details = stat()
    let status = stat(Output.name(path.bytes), &details)
    return status == 0 && details.st_mode & S_IFMT == S_IFREG
  }

  func read(_ reading: Reading) throws -> Side {
    switch source {
    case .input(let path): try inputs(path, reading)
    case .report(let path): try report(path, reading)
    case .days(let days, let state): try remembered(days, state, reading)
    }
  }

  private func inputs(_ path: InputPath, _ reading: Reading) throws -> Side {
    let sources = Scan.sources(
      of: [.path(path)], isRecursive: reading.isRecursive,
      isCancelled: { Interruption.status != nil })
    let own = try ownOutput(reading, besides: sources)
    var options = ScanOptions()
    options.records = reading.options.records
    options.family = reading.options.family
    // The ports of a packet are those of its outermost header.
    options.features = options.records.depth == .innermost ? .octets : .behaviour
    let progress = Progress(isQuiet: reading.isSilent, inputCount: sources.count)
    let hosts = Scan(options: options, threadCount: reading.threadCount).hosts(
      in: own.ignored(in: sources), isCancelled: { Interruption.status != nil },
      progress: progress.update)
    progress.finish()
    return Side(
      time: ComparisonReport.Time(
        name: name, origin: .inputs(hosts.inputs, ignored: hosts.ignored)),
      tables: hosts.tables)
  }

  /// What this run writes, which is none of what it compares.
  private func ownOutput(_ reading: Reading, besides sources: [InputSource]) throws -> OwnOutput {
    let own = OwnOutput(
      path: reading.output.map { InputPath(bytes: $0) }, standardOutput: Descriptors.output)
    if let conflict = own.firstConflict(in: sources) {
      throw ValidationError(
        "--output: expected another file than those compared, but found '\(conflict.text)', which "
          + "would be overwritten; name another, or move it away")
    }
    return own
  }

  private func report(_ path: InputPath, _ reading: Reading) throws -> Side {
    _ = try ownOutput(reading, besides: [InputSource(path: path)])
    try refuseSelection(reading, of: "the report of a scan, whose packets are counted already")
    let stored = try StoredModel(path.bytes, atMost: SavedScanReport.maximumByteCount) {
      (bytes) throws(InputFailure) in try SavedScanReport(bytes)
    }
    let saved = stored.model
    return Side(
      time: ComparisonReport.Time(
        name: name, origin: .report(path, version: saved.version, status: saved.status)),
      tables: saved.tables.filter { reading.options.family.includes($0.family) })
  }

  private func remembered(
    _ days: ClosedRange<Int64>, _ state: [UInt8], _ reading: Reading
  ) throws -> Side {
    try refuseSelection(reading, of: "days that are remembered, whose packets are counted already")
    let families = AddressFamily.allCases.filter(reading.options.family.includes)
    let found = try StateStore(reading: state).read {
      (reader) throws(StateFailure) -> (tables: [HostTable], days: [Int64]) in
      var tables: [HostTable] = []
      for family in families { tables.append(try reader.hosts(of: family, days: days)) }
      return (tables, try reader.activeDays())
    }
    let activeCount = found.days.count(where: days.contains)
    guard activeCount > 0 else { throw ForgottenDays(name: name, known: found.days) }
    return Side(
      time: ComparisonReport.Time(name: name, origin: .days(days, activeCount: activeCount)),
      tables: found.tables)
  }

  private func refuseSelection(_ reading: Reading, of subject: String) throws {
    guard reading.options.records == RecordSelection() else {
      throw ValidationError(
        "'\(name)': expected no --filter, --since, --until or --inner beside \(subject); leave them "
          + "out")
    }
  }
}

/// Days of which nothing is remembered.
private struct ForgottenDays: Refusal {
  let name: String
  let known: [Int64]

  var status: ExitStatus { .missingInput }

  var description: String {
    let found =
      if let first = known.first, let last = known.last {
        "days from \(Timestamp(day: first).dateText) to \(Timestamp(day: last).dateText)"
      } else {
        "none"
      }
    return "\(name): not-found: expected days of which watch has seen packets, but found \(found)"
  }
}
