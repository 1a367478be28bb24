import Records

extension AddressTable {
  /// Counts the records that show an address of this side and family, and how it behaves in them.
  ///
  /// - Precondition: the table counts behaviour, and there are as many traits as observations.
  public mutating func add(
    _ observations: Span<Observation>, _ traits: Span<PacketTraits>, input: Int
  ) {
    precondition(countsBehaviour, "traits are added to tables that count behaviour")
    precondition(traits.count == observations.count, "every record has its traits")
    guard count(observations, input: input) != .none else { return }
    for index in observations.indices where places[index] != Self.nowhere {
      behaviours[places[index]].add(observations[index], traits[index], side: side)
    }
  }
}

extension AddressTables {
  /// Counts records and how their addresses behave.
  public mutating func add(
    _ observations: Span<Observation>, _ traits: Span<PacketTraits>, input: Int
  ) {
    for index in tables.indices { tables[index].add(observations, traits, input: input) }
  }

  /// How the addresses of `table`, which is one of ours, behave.
  public func behaviour(of table: AddressTable) -> BehaviourTable {
    let opposite = tables.first { $0.side != table.side && $0.family == table.family }
    var values = BehaviourTable()
    for (position, record) in table.records.enumerated() {
      let counterpart = opposite.flatMap { opposite in
        opposite.find(record.address).position.map { opposite.behaviours[$0] }
      }
      values.append(
        BehaviourRow(
          record, table.behaviours[position], counterpart ?? BehaviourCounts()))
    }
    return values
  }
}
