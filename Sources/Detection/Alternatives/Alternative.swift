/// A feature of an address with another value in its place.
public struct FeatureChange: Sendable, Equatable {
  /// Index into the schema's features.
  public let featureIndex: Int
  public let from: Double
  public let to: Double

  public init(featureIndex: Int, from: Double, to: Double) {
    self.featureIndex = featureIndex
    self.from = from
    self.to = to
  }

  /// Where two rows differ.
  static func changes(from row: [Double], to other: [Double]) -> [FeatureChange] {
    row.indices.filter { row[$0] != other[$0] }.map {
      FeatureChange(featureIndex: $0, from: row[$0], to: other[$0])
    }
  }
}

/// The unflagged address that differs least from a flagged one.
public struct NearestNormal: Sendable, Equatable {
  /// Index of its record.
  public let index: Int
  public let changes: [FeatureChange]

  public init(index: Int, changes: [FeatureChange]) {
    self.index = index
    self.changes = changes
  }
}

/// The smallest change after which an address would not be flagged.
public struct Counterfactual: Sendable, Equatable {
  /// Fewest features, then the smallest sum of changes.
  public let changes: [FeatureChange]
  /// Log density, or minus the distance, with the changes applied.
  public let score: Double
  /// Whether no smaller change exists; else it is the smallest that was found.
  public let isExact: Bool
  /// The change in words.
  public let text: String

  public init(changes: [FeatureChange], score: Double, isExact: Bool, text: String) {
    self.changes = changes
    self.score = score
    self.isExact = isExact
    self.text = text
  }
}

/// What would be usual in the place of a flagged address.
public struct Alternative: Sendable, Equatable {
  /// Absent when every address is flagged.
  public let nearestNormal: NearestNormal?
  /// Absent when no change of what can be chosen makes the address usual.
  public let counterfactual: Counterfactual?

  public init(nearestNormal: NearestNormal?, counterfactual: Counterfactual?) {
    self.nearestNormal = nearestNormal
    self.counterfactual = counterfactual
  }
}
