import Learning
import LinearAlgebra

/// What a law may choose of an estimator: everything else is the subject's own.
public struct LawSettings: Sendable {
  public var seed: UInt64 = 100
  public var threadCount = 1
}

/// An estimator as the laws see it, whatever it learns and whatever its types are.
///
/// A new estimator is one more call of `estimator`, `classifier` or `transformer`, with
/// the traits that it has. What a subject has no trait for does not apply to it and is said to be so in
/// the table; a law that it should obey and does not is excused in writing, or red.
public struct LawSubject: Sendable {
  public let name: String
  public let kind: Kind
  public let excuses: [EstimatorCheck: String]
  let make: @Sendable (LawSettings) throws -> LawEstimator
  let facts: Facts

  public enum Kind: String, Sendable {
    case detector, classifier, transformer
  }

  /// What the laws must know of a subject beside its results.
  struct Facts: Sendable {
    var requiredRowCount: Int
    var clusterCount: Int?
    var isPersistent: Bool
    var ignoresRows: Bool
    var chunkTolerance: Double?
    var invalidHyperparameters: [InvalidHyperparameterCase]
    var contaminated: (@Sendable (Double, LawSettings) throws -> LawEstimator)?
    var abilities: Set<Ability>
  }

  /// What some models can do and others cannot.
  enum Ability: Sendable {
    case labels, probabilities, iterations, training, decisions, inverse, updates
  }
}

extension LawSubject: CustomStringConvertible {
  public var description: String { name }
}

/// A configuration that must be refused.
public struct InvalidHyperparameterCase: Sendable {
  let name: String
  let make: @Sendable () throws -> Void

  /// - Parameter make: makes the estimator, or fits it where the data decide what is valid.
  public init(_ name: String, make: @escaping @Sendable () throws -> Void) {
    self.name = name
    self.make = make
  }
}

/// What a kind of model has beside its scores; set what it has and leave the rest.
public struct LawTraits<Model: Sendable>: Sendable {
  /// Fewest rows, by weight, that a fit accepts.
  public var requiredRowCount = 1
  /// Clusters that the estimator is asked for.
  public var clusterCount: Int?
  /// Cluster of each row.
  public var labels: (@Sendable (Model, Matrix) -> [Int])?
  /// Probability of each row and label.
  public var probabilities: (@Sendable (Model, Matrix) -> Matrix)?
  public var iterationCount: (@Sendable (Model) -> Int)?
  /// Figures that the fit reported of its rows, and the same figures from predictions.
  public var training: (@Sendable (Model, LawData) -> (said: [Double], recomputed: [Double]))?
  /// What is added to minus the score before its sign decides, and the verdicts.
  public var decisions: (@Sendable (Model, Matrix) -> (offset: Double, isOutlier: [Bool]))?
  /// The rows whose transformations are the given ones.
  public var inverse: (@Sendable (Model, Matrix) -> Matrix)?
  /// The model after one more pass over some rows.
  public var updated: (@Sendable (Model, LawData) throws -> Model)?
  /// Largest difference between outputs after one chunk and after several.
  public var chunkTolerance: Double?
  /// Whether a model file can hold the model; its laws stand beside the reader of these files.
  public var isPersistent = false
  /// Whether the model looks at labels alone, so that it can tell nothing apart.
  public var ignoresRows = false
  public var invalidHyperparameters: [InvalidHyperparameterCase] = []
  /// Checks that the subject fails, each with the reason why that is right.
  public var excuses: [EstimatorCheck: String] = [:]

  public init() {}
}
