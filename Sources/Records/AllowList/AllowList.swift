/// Addresses of which nothing shall be told, as a file of lines lists them.
public struct AllowList: Sendable {
  /// In the order of the file.
  public let entries: [AllowEntry]
  private let tables: [Confinement: AllowTable]
  private let confines: (bySide: Bool, byPort: Bool, byDetector: Bool)

  /// Entries that one table can hold.
  private struct Confinement: Hashable {
    let family: AddressFamily
    let scope: AllowEntry.Scope
  }

  public init(_ entries: [AllowEntry] = []) {
    self.entries = entries
    let preferred = entries.indices.sorted { entries[$0].precedes(entries[$1]) }
    let groups = Dictionary(grouping: preferred) { index in
      Confinement(family: entries[index].addresses.family, scope: entries[index].scope)
    }
    tables = groups.mapValues { indices in
      AllowTable(indices.map { (entries[$0].addresses, $0) })
    }
    confines = (
      groups.keys.contains { $0.scope.side != nil },
      groups.keys.contains { $0.scope.port != nil },
      groups.keys.contains { $0.scope.detector != nil }
    )
  }

  /// The entry that keeps a finding from being told; nil where none does.
  ///
  /// Of several the one that holds longest, and of these the first in the file.
  ///
  /// - Parameters:
  ///   - port: nil where the finding knows none: then no entry with a port matches.
  ///   - seconds: since 1970, when what was found happened.
  /// - Complexity: O(log n).
  public func entry(
    matching address: IPAddress, side: Side, detector: String, port: UInt16? = nil,
    at seconds: Int64
  ) -> AllowEntry? {
    var best: AllowEntry?
    for side in confines.bySide ? [nil, side] : [nil] {
      for port in confines.byPort && port != nil ? [nil, port] : [nil] {
        for detector in confines.byDetector ? [nil, detector] : [nil] {
          let scope = AllowEntry.Scope(side: side, port: port, detector: detector)
          let confinement = Confinement(family: address.family, scope: scope)
          guard let index = tables[confinement]?.winner(address) else { continue }
          // Where the winner has expired, so have all others of its table there.
          guard !entries[index].isExpired(at: seconds) else { continue }
          if best.map({ entries[index].precedes($0) }) ?? true { best = entries[index] }
        }
      }
    }
    return best
  }
}

extension AllowList {
  /// What was read of a file.
  public struct Reading: Sendable {
    /// The lines that could be read.
    public let list: AllowList
    /// The lines that could not, in their order, at most `maximumFaultCount`.
    public let faults: [AllowFault]
    public let faultCount: Int
  }

  /// Bytes of a file; a million entries with their reasons take less.
  public static let maximumByteCount = 64 << 20
  /// Bytes of a line.
  static let maximumLineByteCount = 4096
  public static let maximumEntryCount = 1_000_000
  public static let maximumFaultCount = 1000

  /// Reads the lines of a file.
  ///
  /// Half an allow-list is dangerous, so who acts on the list should refuse one with faults.
  ///
  /// - Parameter detectors: the names that `detector=` may give.
  public static func read(_ bytes: [UInt8], detectors: [String]) -> Reading {
    var (entries, faults, faultCount, number) = ([AllowEntry](), [AllowFault](), 0, 0)
    func keep(_ fault: AllowFault) {
      faultCount += 1
      if faults.count < maximumFaultCount { faults.append(fault) }
    }
    func take(_ line: Span<UInt8>, isTooLong: Bool) {
      number += 1
      do throws(AllowFault) {
        guard !isTooLong else {
          throw AllowFault(
            line: number, expected: "at most \(maximumLineByteCount) bytes", found: "more")
        }
        guard let entry = try AllowEntry(line, number: number, detectors: detectors) else { return }
        guard entries.count < maximumEntryCount else {
          throw AllowFault(
            line: number, expected: "at most \(maximumEntryCount) entries", found: "one more")
        }
        entries.append(entry)
      } catch {
        keep(error)
      }
    }
    if bytes.count > maximumByteCount {
      keep(
        AllowFault(line: 1, expected: "a file of at most \(maximumByteCount) bytes", found: "more"))
    } else {
      var splitter = LineSplitter(maximumByteCount: maximumLineByteCount)
      splitter.consume(bytes.span) { take($0, isTooLong: $1) }
      splitter.finish { take($0, isTooLong: $1) }
    }
    return Reading(list: AllowList(entries), faults: faults, faultCount: faultCount)
  }
}
