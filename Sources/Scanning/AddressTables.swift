import Detection
import Features
import Records

/// The distinct addresses of all inputs, one table per side and family that was asked for.
struct AddressTables {
  /// In the order of a report: sources before destinations, IPv4 before IPv6.
  private var tables: [(side: Side, family: AddressFamily, table: AddressTable)]

  init(options: ScanOptions) {
    tables = Side.allCases.flatMap { side in
      AddressFamily.allCases.map { (side, $0, AddressTable()) }
    }
    tables.removeAll { side, family, _ in
      !options.side.includes(side) || !options.family.includes(family)
    }
  }

  /// What is to be analysed: tables that hold an address.
  var contents: [PopulationAnalyzer.Addresses] {
    tables.filter { !$0.table.records.isEmpty }.map {
      PopulationAnalyzer.Addresses(side: $0.side, family: $0.family, records: $0.table.records)
    }
  }

  mutating func add(_ observation: Observation, input: Int) {
    for index in tables.indices {
      let address =
        tables[index].side == .source ? observation.source : observation.destination
      if let address, address.family == tables[index].family {
        tables[index].table.add(address, from: observation, input: input)
      }
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
