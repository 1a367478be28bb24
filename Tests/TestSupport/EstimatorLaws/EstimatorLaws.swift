import Learning
import LinearAlgebra

/// The outcome of one check on one subject.
public enum LawVerdict: Equatable, Sendable {
  /// The number of claims that were looked at, never 0.
  case holds(claimCount: Int)
  /// The claims that were broken, in words.
  case broken([String])
  /// Why the check says nothing about the subject.
  case doesNotApply(String)
}

/// Runs every check of `EstimatorCheck` on one subject.
///
/// Laws return text rather than record issues, so that any test target can run them on any
/// estimator.
public struct EstimatorLaws: Sendable {
  public let subject: LawSubject

  public init(_ subject: LawSubject) { self.subject = subject }

  /// Why `check` says nothing about the subject; nil when it applies.
  public func absence(of check: EstimatorCheck) -> String? {
    let facts = subject.facts
    func unless(_ ability: LawSubject.Ability, _ reason: String) -> String? {
      facts.abilities.contains(ability) ? nil : reason
    }
    switch check {
    case .fewerRowsThanNeeded:
      return facts.requiredRowCount > 1 ? nil : "one row is enough"
    case .invalidHyperparameters:
      return facts.invalidHyperparameters.isEmpty ? "there is none of its own" : nil
    case .trainingResults: return unless(.training, "a fit reports nothing of its rows")
    case .labels: return unless(.labels, "there are no cluster labels")
    case .probabilities: return unless(.probabilities, "scores are no probabilities")
    case .decisions: return unless(.decisions, "thresholds are chosen elsewhere")
    case .contamination:
      return facts.contaminated == nil ? "there is no contamination to set" : nil
    case .inverseTransform: return unless(.inverse, "nothing is transformed")
    case .blobs:
      if facts.ignoresRows { return "it looks at labels alone, by design" }
      return subject.kind == .transformer ? "nothing is told apart" : nil
    case .savedModel, .damagedModel, .modelOfOtherFeatures:
      return facts.isPersistent ? nil : "no command saves such a model"
    case .chunks:
      if facts.chunkTolerance != nil { return nil }
      return facts.abilities.contains(.updates)
        ? "each chunk is shuffled by itself" : "rows are not learned in chunks"
    case .chunkOfOtherColumns, .manyUpdates:
      return unless(.updates, "rows are not learned in chunks")
    case .newCategories: return "features are numbers, not categories"
    case .feedback: return "no feedback is learned from"
    case .noRows, .oneRow, .oneColumn, .otherColumnCount, .notANumber, .positiveInfinity,
      .negativeInfinity, .hugeValues, .subnormalValues, .constantColumn, .identicalRows,
      .collinearColumns, .moreColumnsThanRows, .largeMeanTinySpread, .otherNumberTypes,
      .copiedStorage, .noUnfittedModel, .inputIsLeftAlone, .secondFit,
      .copiedEstimator, .failedFit, .learnedState, .determinism, .rowByRow, .permutedRows,
      .weights:
      return nil
    }
  }

  /// Runs one check.
  ///
  /// - Precondition: it is none of `EstimatorCheck.ofModelFiles`, which `ModelFileLaws` runs.
  public func verdict(on check: EstimatorCheck) -> LawVerdict {
    precondition(!EstimatorCheck.ofModelFiles.contains(check), "model files have their own laws")
    if let reason = absence(of: check) { return .doesNotApply(reason) }
    var claims = LawClaims()
    do {
      try run(check, &claims)
    } catch {
      claims.claim("nothing unexpected is thrown, but: \(error)", false)
    }
    return claims.verdict
  }

  private func run(_ check: EstimatorCheck, _ claims: inout LawClaims) throws {
    switch check {
    case .noRows: try noRows(&claims)
    case .oneRow: try oneRow(&claims)
    case .fewerRowsThanNeeded: try fewerRowsThanNeeded(&claims)
    case .oneColumn: try finite(.noise(featureCount: 1), &claims)
    case .otherColumnCount: try otherColumnCount(&claims)
    case .notANumber: try unusable(.nan, &claims)
    case .positiveInfinity: try unusable(.infinity, &claims)
    case .negativeInfinity: try unusable(-.infinity, &claims)
    case .hugeValues: try hugeValues(&claims)
    case .subnormalValues: try subnormalValues(&claims)
    case .constantColumn: try constantColumn(&claims)
    case .identicalRows: try identicalRows(&claims)
    case .collinearColumns: try collinearColumns(&claims)
    case .moreColumnsThanRows: try finite(.noise(featureCount: 30, sampleCount: 12), &claims)
    case .largeMeanTinySpread: try largeMeanTinySpread(&claims)
    case .otherNumberTypes: try otherNumberTypes(&claims)
    case .copiedStorage: try copiedStorage(&claims)
    case .noUnfittedModel: try noUnfittedModel(&claims)
    case .inputIsLeftAlone: try inputIsLeftAlone(&claims)
    case .invalidHyperparameters: try invalidHyperparameters(&claims)
    case .secondFit: try secondFit(&claims)
    case .copiedEstimator: try copiedEstimator(&claims)
    case .failedFit: try failedFit(&claims)
    case .learnedState: try learnedState(&claims)
    case .determinism: try determinism(&claims)
    case .trainingResults: try trainingResults(&claims)
    case .rowByRow: try rowByRow(&claims)
    case .permutedRows: try permutedRows(&claims)
    case .labels: try labels(&claims)
    case .probabilities: try probabilities(&claims)
    case .decisions: try decisions(&claims)
    case .contamination: try contamination(&claims)
    case .inverseTransform: try inverseTransform(&claims)
    case .blobs: try blobs(&claims)
    case .weights: try weights(&claims)
    case .chunks: try chunks(&claims)
    case .chunkOfOtherColumns: try chunkOfOtherColumns(&claims)
    case .manyUpdates: try manyUpdates(&claims)
    case .savedModel, .damagedModel, .modelOfOtherFeatures, .newCategories, .feedback:
      preconditionFailure("\(check.rawValue) applies to no subject here")
    }
  }

  func fit(_ data: LawData, _ settings: LawSettings = LawSettings()) throws -> LawModel {
    try subject.make(settings).fit(data)
  }
}

/// Claims that were looked at, and those that did not hold.
struct LawClaims {
  private var count = 0
  private var broken: [String] = []

  mutating func claim(_ text: @autoclosure () -> String, _ holds: Bool) {
    count += 1
    if !holds { broken.append(text()) }
  }

  var verdict: LawVerdict {
    if count == 0 { return .broken(["nothing was claimed"]) }
    return broken.isEmpty ? .holds(claimCount: count) : .broken(broken)
  }
}
