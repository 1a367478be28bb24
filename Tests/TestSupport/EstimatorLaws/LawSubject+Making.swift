import Learning
import LinearAlgebra

/// One checked configuration, its types erased.
struct LawEstimator: Sendable {
  let fit: @Sendable (LawData) throws -> LawModel
  /// All hyper-parameters as text.
  let parameters: String
  /// Whether the estimator itself can score, which it must not.
  let isModel: Bool
  /// Whether another order of rows may give another model.
  var dependsOnRowOrder = false
}

/// One model, its types erased.
struct LawModel: Sendable {
  let base: any Sendable
  let featureCount: Int
  /// `[sampleCount × outputCount]`: scores, or coordinates; throws what checked prediction throws.
  let outputs: @Sendable (Matrix) throws -> Matrix
  let isEqual: @Sendable (LawModel) -> Bool
  let labels: (@Sendable (Matrix) -> [Int])?
  let probabilities: (@Sendable (Matrix) -> Matrix)?
  let iterationCount: Int?
  let training: (@Sendable (LawData) -> (said: [Double], recomputed: [Double]))?
  let decisions: (@Sendable (Matrix) -> (offset: Double, isOutlier: [Bool]))?
  let inverse: (@Sendable (Matrix) -> Matrix)?
  let updated: (@Sendable (LawData) throws -> LawModel)?
}

extension LawSubject {
  /// A clusterer or detector that scores how strange rows are.
  public static func estimator<Subject: Estimator>(
    _ name: String, _ traits: LawTraits<Subject.Model> = LawTraits(),
    make: @escaping @Sendable (LawSettings) throws -> Subject
  ) -> LawSubject {
    let adapter = Adapter<Subject.Model>(
      traits: traits, featureCount: { $0.featureCount },
      outputs: { model, samples in
        Matrix(column: try model.anomalyScores(checking: samples))
      })
    return LawSubject(name: name, kind: .detector, traits: traits) { settings in
      let subject = try make(settings)
      return LawEstimator(
        fit: { adapter.erased(try subject.fit($0.samples, weights: $0.weights)) },
        parameters: "\(subject)", isModel: subject is any AnomalyModel,
        dependsOnRowOrder: subject.dependsOnRowOrder)
    }
  }

  /// A classifier that scores how surely rows are positive.
  public static func classifier<Subject: Classifier>(
    _ name: String, _ traits: LawTraits<Subject.Model> = LawTraits(),
    make: @escaping @Sendable (LawSettings) throws -> Subject
  ) -> LawSubject {
    let adapter = Adapter<Subject.Model>(
      traits: traits, featureCount: { $0.featureCount },
      outputs: { model, samples in Matrix(column: try model.scores(checking: samples)) })
    return LawSubject(name: name, kind: .classifier, traits: traits) { settings in
      let subject = try make(settings)
      return LawEstimator(
        fit: {
          adapter.erased(
            try subject.fit($0.samples, labels: $0.labels, weights: $0.weights))
        },
        parameters: "\(subject)", isModel: subject is any ClassifierModel,
        dependsOnRowOrder: Subject.seesRowsOneByOne)
    }
  }

  /// What turns rows into other rows.
  ///
  /// - Parameters:
  ///   - fit: fits a model.
  ///   - outputs: checked transformation of rows.
  public static func transformer<Subject: Sendable, Model: Sendable & Equatable>(
    _ name: String, _ traits: LawTraits<Model>,
    make: @escaping @Sendable (LawSettings) throws -> Subject,
    fit: @escaping @Sendable (Subject, LawData) throws -> Model,
    featureCount: @escaping @Sendable (Model) -> Int,
    outputs: @escaping @Sendable (Model, Matrix) throws -> Matrix
  ) -> LawSubject {
    let adapter = Adapter<Model>(traits: traits, featureCount: featureCount, outputs: outputs)
    return LawSubject(name: name, kind: .transformer, traits: traits) { settings in
      let subject = try make(settings)
      return LawEstimator(
        fit: { adapter.erased(try fit(subject, $0)) }, parameters: "\(subject)",
        isModel: subject is Model)
    }
  }

  private init<Model>(
    name: String, kind: Kind, traits: LawTraits<Model>,
    make: @escaping @Sendable (LawSettings) throws -> LawEstimator
  ) {
    self.name = name
    self.kind = kind
    self.make = make
    excuses = traits.excuses
    let abilities: [(Ability, Bool)] = [
      (.labels, traits.labels != nil), (.probabilities, traits.probabilities != nil),
      (.iterations, traits.iterationCount != nil), (.training, traits.training != nil),
      (.decisions, traits.decisions != nil), (.inverse, traits.inverse != nil),
      (.updates, traits.updated != nil),
    ]
    facts = Facts(
      requiredRowCount: traits.requiredRowCount, clusterCount: traits.clusterCount,
      isPersistent: traits.isPersistent, ignoresRows: traits.ignoresRows,
      chunkTolerance: traits.chunkTolerance,
      invalidHyperparameters: traits.invalidHyperparameters, contaminated: nil,
      abilities: Set(abilities.filter(\.1).map(\.0)))
  }

  private init(_ other: LawSubject, facts: Facts) {
    name = other.name
    kind = other.kind
    excuses = other.excuses
    make = other.make
    self.facts = facts
  }

  /// The same subject, which can also be told what share of the rows is contaminated.
  ///
  /// - Parameter make: makes the subject for a contamination.
  public func withContamination(
    _ make: @escaping @Sendable (Double, LawSettings) throws -> LawSubject
  ) -> LawSubject {
    var facts = facts
    facts.contaminated = { try make($0, $1).make($1) }
    return LawSubject(self, facts: facts)
  }
}

/// Erases the types of one kind of model.
private struct Adapter<Model: Sendable & Equatable>: Sendable {
  let traits: LawTraits<Model>
  let featureCount: @Sendable (Model) -> Int
  let outputs: @Sendable (Model, Matrix) throws -> Matrix

  func erased(_ model: Model) -> LawModel {
    LawModel(
      base: model, featureCount: featureCount(model), outputs: { try outputs(model, $0) },
      isEqual: { other in
        guard let base = other.base as? Model else { return false }
        return base == model
      },
      labels: applied(traits.labels, to: model),
      probabilities: applied(traits.probabilities, to: model),
      iterationCount: traits.iterationCount.map { $0(model) },
      training: applied(traits.training, to: model),
      decisions: applied(traits.decisions, to: model),
      inverse: applied(traits.inverse, to: model), updated: updated(model))
  }

  private func applied<Input, Output>(
    _ function: (@Sendable (Model, Input) -> Output)?, to model: Model
  ) -> (@Sendable (Input) -> Output)? {
    guard let function else { return nil }
    return { function(model, $0) }
  }

  private func updated(_ model: Model) -> (@Sendable (LawData) throws -> LawModel)? {
    guard let update = traits.updated else { return nil }
    return { erased(try update(model, $0)) }
  }
}

extension Matrix {
  /// One column.
  init(column: [Double]) {
    self.init(rowCount: column.count, columnCount: 1, elements: column)
  }
}
