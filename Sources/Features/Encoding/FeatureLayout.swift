import Records

/// Which columns addresses can be made into, and what they are called.
public struct FeatureLayout: Sendable, Equatable {
  public let schema: FeatureSchema
  public let columns: [EncodedAddresses.Column]

  /// Octets alone.
  public static func octets(_ family: AddressFamily) -> FeatureLayout {
    FeatureLayout(
      schema: OctetEncoder.schema(for: family),
      columns: (0..<family.octetCount).map { .octet($0) })
  }

  /// Behaviour, behind the octets if these are wanted.
  public static func behaviour(_ family: AddressFamily, withOctets: Bool) -> FeatureLayout {
    let octets = withOctets ? octets(family) : nil
    let features = BehaviourFeature.allCases
    return FeatureLayout(
      schema: FeatureSchema(
        name: withOctets ? "octets-behaviour" : "behaviour", schemaVersion: 1,
        features: (octets?.schema.features ?? []) + features.map(\.rawValue)),
      columns: (octets?.columns ?? []) + features.map { .behaviour($0) })
  }

  /// All that there are for a family, each under another name.
  public static func all(_ family: AddressFamily) -> [FeatureLayout] {
    [
      octets(family), behaviour(family, withOctets: false), behaviour(family, withOctets: true),
    ]
  }

  public var holdsBehaviour: Bool {
    columns.contains { if case .behaviour = $0 { true } else { false } }
  }
}

extension EncodedAddresses.Column {
  /// How a value is changed before it is standardised.
  public var transform: FeatureTransform {
    switch self {
    case .octet: .identity
    case .behaviour(let feature): feature.transform
    }
  }
}
