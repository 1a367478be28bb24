import Detection
import Features
import Readers
import Records

/// The distinct addresses of all inputs, one table per side and family that was asked for.
final class AddressTables: RecordVisitor {
  /// The input whose records come.
  var input = 0
  /// In the order of a report: sources before destinations, IPv4 before IPv6; nil if not wanted.
  private var tables: [AddressTable?]

  private static let kinds = Side.allCases.flatMap { side in
    AddressFamily.allCases.map { (side: side, family: $0) }
  }

  init(options: ScanOptions) {
    tables = Self.kinds.map { side, family in
      options.side.includes(side) && options.family.includes(family) ? AddressTable() : nil
    }
  }

  /// What is to be analysed: tables that hold an address.
  var contents: [PopulationAnalyzer.Addresses] {
    zip(Self.kinds, tables).compactMap { kind, table in
      guard let table, !table.records.isEmpty else { return nil }
      return PopulationAnalyzer.Addresses(
        side: kind.side, family: kind.family, records: table.records)
    }
  }

  func visit(_ observations: Span<Observation>) {
    for index in observations.indices { add(observations[index], input: input) }
  }

  private func add(_ observation: Observation, input: Int) {
    if let source = observation.source {
      tables[source.family == .ipv4 ? 0 : 1]?.add(source, from: observation, input: input)
    }
    if let destination = observation.destination {
      tables[destination.family == .ipv4 ? 2 : 3]?
        .add(destination, from: observation, input: input)
    }
  }
}

extension ScanOptions.SideChoice {
  fileprivate func includes(_ side: Side) -> Bool {
    self == .both || rawValue == side.rawValue
  }
}

extension ScanOptions.FamilyChoice {
  fileprivate func includes(_ family: AddressFamily) -> Bool {
    self == .both || rawValue == family.rawValue
  }
}
