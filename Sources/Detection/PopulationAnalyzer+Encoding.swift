import Features
import Records

extension PopulationAnalyzer {
  /// Below this a percentile ranks rather than detects, which the reader must know.
  private static let convincingAddressCount = 25
  func convincingAddressCount(_ encoded: EncodedAddresses) -> Int {
    options.features.includesBehaviour
      ? max(Self.convincingAddressCount, ClusterFit.memberCountPerFeature * encoded.columns.count)
      : Self.convincingAddressCount
  }

  /// As many clusters as can have members enough for their features, at least one.
  func largestClusterCount(_ encoded: EncodedAddresses) -> Int {
    guard options.features.includesBehaviour else { return .max }
    let needed = ClusterFit.memberCountPerFeature * encoded.columns.count
    return max(encoded.samples.rowCount / needed, 1)
  }

  /// The addresses as the features asked for; nil, and a note, where the inputs do not tell them.
  ///
  /// - Parameter scalings: of a saved model; nil to measure these addresses.
  func encoded(
    _ records: [AddressRecord], _ behaviour: BehaviourTable?, family: AddressFamily, side: Side,
    scalings: [FeatureScaling]? = nil, notes: inout [String]
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
      withOctets: options.features == .both, scalings: scalings)
  }
}

extension PopulationAnalyzer {
  /// Clusters so small hold strangers rather than a kind of address.
  private static let strangerCount = 2
  private static let namedStrangerCount = 5

  /// Names unflagged addresses that the model gave clusters of their own, where they are dense.
  ///
  /// Happens with a number of components that was asked for.
  func strangersNote(_ records: [AddressRecord], _ analysis: Analysis) -> String? {
    guard options.features.includesBehaviour else { return nil }
    let strangers = records.indices.filter {
      let cluster = analysis.clusters[analysis.assignments[$0]]
      return cluster.addressCount <= Self.strangerCount && !analysis.isAnomalous[$0]
    }
    .sorted {
      // The strangest first, and in any case in an order that is not that of appearance.
      (analysis.scores[$0], records[$0].address) < (analysis.scores[$1], records[$1].address)
    }
    guard !strangers.isEmpty else { return nil }
    let names = strangers.prefix(Self.namedStrangerCount).map { "\(records[$0].address)" }
    let more = strangers.count - names.count
    return "not flagged, but so strange that they have clusters of their own: "
      + names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
