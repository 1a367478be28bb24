import Records

/// The whole answer of one scan: what was read, and what was found.
public struct ScanReport: Sendable {
  /// Of the program that made the report.
  public let version: String
  public let options: ScanOptions
  public let inputs: [InputSummary]
  /// What lay in directories and is no input.
  public let ignored: [IgnoredInput]
  /// Sources before destinations, IPv4 before IPv6; those without an address are left out.
  public let populations: [Population]
  /// Whether the scan was stopped before its populations were analysed.
  public let wasInterrupted: Bool

  public init(
    version: String, options: ScanOptions, inputs: [InputSummary],
    ignored: [IgnoredInput] = [], populations: [Population], wasInterrupted: Bool = false
  ) {
    self.ignored = ignored
    self.wasInterrupted = wasInterrupted
    self.version = version
    self.options = options
    self.inputs = inputs
    self.populations = populations
  }

  /// `error` when nothing was usable, `partial` when something was missed, else `ok`.
  public var status: InputSummary.Status {
    if inputs.allSatisfy({ $0.status == .ok }) { return wasInterrupted ? .partial : .ok }
    return inputs.allSatisfy { $0.status == .error } ? .error : .partial
  }

  /// Flagged addresses that carry no special-purpose label.
  public var findingCount: Int {
    populations.reduce(0) { total, population in
      guard let analysis = population.analysis else { return total }
      return total
        + population.records.indices.count { index in
          analysis.isAnomalous[index]
            && SpecialPurpose(population.records[index].address) == nil
        }
    }
  }
}
