/// The values of every behaviour feature for a number of addresses, in original units.
///
/// A value that the inputs do not tell is absent. 168 bytes an address.
public struct BehaviourTable: Sendable, Equatable {
  /// `[addressCount × featureCount]`; 0 where a value is absent.
  private var values: [Double] = []
  /// A bit for each feature, per address: which values are there, and which are estimates.
  private var known: [UInt32] = []
  private var estimated: [UInt32] = []

  private static let features = BehaviourFeature.allCases

  public init() {}

  public var count: Int { known.count }

  /// Adds the next address.
  public mutating func append(_ row: BehaviourRow) {
    precondition(Self.features.count <= UInt32.bitWidth, "there is a bit for every feature")
    var (knownBits, estimatedBits): (UInt32, UInt32) = (0, 0)
    for (index, feature) in Self.features.enumerated() {
      let value = row[feature]
      values.append(value ?? 0)
      if value != nil { knownBits |= 1 << UInt32(index) }
      if row.estimated.contains(feature) { estimatedBits |= 1 << UInt32(index) }
    }
    known.append(knownBits)
    estimated.append(estimatedBits)
  }

  /// The value of the feature of an index in `BehaviourFeature.allCases`; nil where it is not known.
  public subscript(address: Int, feature: Int) -> Double? {
    known[address] >> UInt32(feature) & 1 == 1
      ? values[address * Self.features.count + feature] : nil
  }

  /// Whether a count is a sketch's estimate.
  public func isEstimated(_ address: Int, _ feature: Int) -> Bool {
    estimated[address] >> UInt32(feature) & 1 == 1
  }

  /// Whether any record told of both its ends.
  public var holdsBehaviour: Bool {
    guard let peers = Self.features.firstIndex(of: .peerCount) else { return false }
    return known.contains { $0 >> UInt32(peers) & 1 == 1 }
  }

  /// Features of which no address has a value.
  public var unknownFeatures: [BehaviourFeature] {
    let bits = known.reduce(0, |)
    return Self.features.enumerated().filter { bits >> UInt32($0.offset) & 1 == 0 }
      .map(\.element)
  }
}
