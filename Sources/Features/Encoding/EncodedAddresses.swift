import LinearAlgebra
import Records

/// Addresses as rows of numbers for a model, and the way back from these to what they mean.
///
/// Octets alone stay as they are, 0 … 255. Where behaviour is in play no unit may outweigh another,
/// so every column is transformed, then standardised: mean 0 and variance 1 over the addresses of
/// which the value is known. Constant columns, and values that are not known, become 0.
public struct EncodedAddresses: Sendable {
  /// What stands in a column.
  public enum Column: Sendable, Equatable {
    case octet(Int)
    case behaviour(BehaviourFeature)
  }

  public let schema: FeatureSchema
  public let columns: [Column]
  /// `[addressCount × featureCount]`, what models are fitted to.
  public let samples: Matrix
  /// Per column; empty where columns stay as they are.
  public let scalings: [FeatureScaling]

  private let addresses: [IPAddress]
  private let behaviour: BehaviourTable
  /// Of each column's behaviour feature in `BehaviourFeature.allCases`; 0 for octets.
  private let featureIndices: [Int]

  /// Octets, as they are.
  public init(octetsOf addresses: [IPAddress], family: AddressFamily) {
    self.addresses = addresses
    schema = OctetEncoder.schema(for: family)
    columns = (0..<family.octetCount).map { .octet($0) }
    samples = OctetEncoder.samples(of: addresses, family: family)
    scalings = []
    behaviour = BehaviourTable()
    featureIndices = columns.map { _ in 0 }
  }

  /// Behaviour, behind the octets if these are wanted, all of it standardised.
  ///
  /// - Precondition: `behaviour` has a row for every address, and all belong to `family`.
  public init(
    behaviour: BehaviourTable, of addresses: [IPAddress], family: AddressFamily, withOctets: Bool
  ) {
    precondition(behaviour.count == addresses.count, "every address has its behaviour")
    let octets: [Column] = withOctets ? (0..<family.octetCount).map { .octet($0) } : []
    let features = BehaviourFeature.allCases
    columns = octets + features.map { .behaviour($0) }
    featureIndices = octets.map { _ in 0 } + features.indices
    self.addresses = addresses
    self.behaviour = behaviour
    let octetNames = withOctets ? OctetEncoder.schema(for: family).features : []
    schema = FeatureSchema(
      name: withOctets ? "octets-behaviour" : "behaviour", schemaVersion: 1,
      features: octetNames + features.map(\.rawValue))
    let (columns, featureIndices) = (columns, featureIndices)
    func value(_ row: Int, _ column: Int) -> Double? {
      switch columns[column] {
      case .octet(let index): Double(addresses[row].octet(index))
      case .behaviour: behaviour[row, featureIndices[column]]
      }
    }
    let scalings = columns.indices.map { column in
      FeatureScaling(
        columns[column].transform, of: addresses.indices.compactMap { value($0, column) })
    }
    self.scalings = scalings
    var elements: [Double] = []
    elements.reserveCapacity(addresses.count * columns.count)
    for row in addresses.indices {
      for column in columns.indices {
        elements.append(value(row, column).map { scalings[column].scaled($0) } ?? 0)
      }
    }
    samples = Matrix(
      rowCount: addresses.count, columnCount: columns.count, elements: elements)
  }

  /// How many different rows of positive weight there are, but no more than `limit`.
  ///
  /// Addresses differ, but what they do may not.
  ///
  /// - Parameter weights: `[addressCount]`; nil for 1 each.
  public func distinctRowCount(weights: [Double]?, upTo limit: Int) -> Int {
    var seen: Set<[Double]> = []
    for row in 0..<samples.rowCount where weights.map({ $0[row] > 0 }) ?? true {
      guard seen.count < limit else { break }
      seen.insert(samples.row(row))
    }
    return seen.count
  }

  /// What stands in a cell, in its own unit; nil where it is not known.
  public func value(_ row: Int, _ column: Int) -> Double? {
    switch columns[column] {
    case .octet(let index): Double(addresses[row].octet(index))
    case .behaviour: behaviour[row, featureIndices[column]]
    }
  }

  /// Whether a value is a sketch's estimate of a count.
  public func isEstimated(_ row: Int, _ column: Int) -> Bool {
    guard case .behaviour = columns[column] else { return false }
    return behaviour.isEstimated(row, featureIndices[column])
  }

  /// A number of a model, such as a mean, in the column's own unit.
  public func original(_ sample: Double, _ column: Int) -> Double {
    scalings.isEmpty ? sample : scalings[column].original(sample)
  }
}

extension EncodedAddresses.Column {
  fileprivate var transform: FeatureTransform {
    switch self {
    case .octet: .identity
    case .behaviour(let feature): feature.transform
    }
  }
}
