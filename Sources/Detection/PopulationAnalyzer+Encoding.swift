import Features
import Records

extension PopulationAnalyzer {
  /// Below this a percentile ranks rather than detects, which the reader must know.
  private static let convincingAddressCount = 25
  /// Addresses for each feature of behaviour, of which a few addresses always give some pattern.
  private static let convincingFactor = 5

  func convincingAddressCount(_ encoded: EncodedAddresses) -> Int {
    options.features.includesBehaviour
      ? max(Self.convincingAddressCount, Self.convincingFactor * encoded.columns.count)
      : Self.convincingAddressCount
  }

  /// The addresses as the features asked for; nil, and a note, where the inputs do not tell them.
  func encoded(
    _ records: [AddressRecord], _ behaviour: BehaviourTable?, family: AddressFamily, side: Side,
    notes: inout [String]
  ) -> EncodedAddresses? {
    let addresses = records.map(\.address)
    guard options.features.includesBehaviour else {
      return EncodedAddresses(octetsOf: addresses, family: family)
    }
    guard let behaviour, behaviour.holdsBehaviour else {
      notes.append(
        "these inputs hold no behaviour, only addresses: they are listed, but not clustered; "
          + "use --features octets")
      return nil
    }
    let unknown = behaviour.unknownFeatures
    if !unknown.isEmpty {
      notes.append(
        "these inputs do not tell, so that it counts for nothing: "
          + unknown.map { $0.name(at: side) }.joined(separator: ", "))
    }
    return EncodedAddresses(
      behaviour: behaviour, of: addresses, family: family,
      withOctets: options.features == .both)
  }
}
