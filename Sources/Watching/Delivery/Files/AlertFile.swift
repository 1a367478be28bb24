import Glibc
import Records
import Reporting
import State

/// A file of alerts, a line each, in which every finding stands exactly once.
///
/// A crash may come between a line and the note that it was sent. So before findings are written, the
/// file is asked which of them it has: those are made durable and count as sent.
public struct AlertFile: AlertSink {
  public let name: String
  private let path: [UInt8]
  private let format: AlertFormat
  private let version: String
  private let calls: FileCalls
  private var ledger: LineLedger

  /// Bytes that are put together before they are written.
  private static let blockByteCount = 64 << 10

  /// Opens or creates the file and locks it until this goes away.
  ///
  /// - Parameter version: of the program.
  public init(
    _ path: [UInt8], format: AlertFormat, version: String
  ) throws(DeliveryFailure) {
    try self.init(path, format: format, version: version, calls: FileCalls())
  }

  init(
    _ path: [UInt8], format: AlertFormat, version: String, calls: FileCalls
  ) throws(DeliveryFailure) {
    self.calls = calls
    self.path = path
    self.format = format
    self.version = version
    name = "\(format.rawValue):\(TerminalText.escape(bytes: path))"
    ledger = try Self.open(path, format, calls)
  }

  public mutating func deliver(
    _ findings: [Finding], isCancelled: () -> Bool = { false }
  ) -> DeliveryOutcome {
    guard !findings.isEmpty else { return DeliveryOutcome() }
    var arrived: Set<String> = []
    do throws(DeliveryFailure) {
      // Somebody may have moved the file away to start a new one.
      if !ledger.isInPlace { ledger = try Self.open(path, format, calls) }
      do throws(LineLedgerFailure) {
        arrived = try settledIds(among: Set(findings.map(\.id)))
        var seen = arrived
        let missing = findings.filter { seen.insert($0.id).inserted }
        try write(missing)
        arrived = seen
      } catch {
        throw Self.failure(error, format)
      }
    } catch {
      return DeliveryOutcome(
        deliveredIds: findings.map(\.id).filter(arrived.contains), failure: error)
    }
    return DeliveryOutcome(deliveredIds: findings.map(\.id))
  }

  /// Those of `ids` whose lines the file has, made durable.
  private func settledIds(among ids: Set<String>) throws(LineLedgerFailure) -> Set<String> {
    var found: [String: Range<Int>] = [:]
    try ledger.forEachLine(first: AlertFormat.tellingByteCount) { place, head in
      if let id = format.findingId(atStartOf: head), ids.contains(id) { found[id] = place }
    }
    for place in found.values.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      try ledger.renew(place)
    }
    try ledger.settle()
    return Set(found.keys)
  }

  private func write(_ findings: [Finding]) throws(LineLedgerFailure) {
    guard !findings.isEmpty else { return }
    var block = ledger.byteCount == 0 ? format.header : []
    for finding in findings {
      block += format.line(of: finding, version: version)
      if block.count >= Self.blockByteCount {
        try ledger.append(block)
        block.removeAll(keepingCapacity: true)
      }
    }
    try ledger.append(block)
    try ledger.settle()
  }

  private static func open(
    _ path: [UInt8], _ format: AlertFormat, _ calls: FileCalls
  ) throws(DeliveryFailure) -> LineLedger {
    do throws(LineLedgerFailure) {
      let ledger = try LineLedger(path, calls: calls, mayBegin: format.mayBegin)
      // A crash within the header left some of its lines, which the next finding is written after.
      if ledger.byteCount < format.header.count { try ledger.empty() }
      return ledger
    } catch {
      throw failure(error, format)
    }
  }

  private static func failure(
    _ failure: LineLedgerFailure, _ format: AlertFormat
  ) -> DeliveryFailure {
    let name = TerminalText.escape(bytes: failure.path)
    switch failure.reason {
    case .system(let errorNumber, let isOpening):
      return DeliveryFailure(
        isOpening ? .cannotOpen : .cannotWrite,
        "\(name): cannot be \(isOpening ? "opened for writing" : "written"): "
          + SystemError.text(errorNumber))
    case .foreign:
      return DeliveryFailure(
        .cannotOpen,
        "\(name): expected alerts in the format '\(format.rawValue)', to which more are added, but "
          + "found something else; name another file")
    case .busy:
      return DeliveryFailure(
        .busy,
        "\(name): busy: another run adds to it; wait until it ends, or name another file")
    }
  }
}
