import LinearAlgebra

/// Chooses among classifiers by the mean recall of both classes in cross-validation.
///
/// Folds are stratified and not shuffled. A scaler that is part of a classifier is fitted inside
/// each fold. Ties go to the first.
public struct GridSearch<Candidate: Classifier>: Sendable {
  public let candidates: [Candidate]
  public let foldCount: Int
  public let threadCount: Int

  /// Means closer than this are the same: sums of the same recalls in another order.
  private static var tieTolerance: Double { 1e-12 }

  /// Checks that there is something to choose from.
  public init(
    _ candidates: [Candidate], foldCount: Int = 5, threadCount: Int = 1
  ) throws(InvalidHyperparameter) {
    try InvalidHyperparameter.check("candidates", candidates.count, isAtLeast: 1)
    try InvalidHyperparameter.check("foldCount", foldCount, isAtLeast: 2)
    self.candidates = candidates
    self.foldCount = foldCount
    self.threadCount = threadCount
  }

  /// Scores every candidate on every fold, and fits the best to all rows.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]? = nil
  ) throws(FitError) -> GridSearchResult<Candidate.Model> {
    try checkLabelledSamples(samples, labels, weights)
    let folds = try StratifiedFolds(labels: labels, foldCount: foldCount).folds
    let cells =
      Candidate.seesRowsOneByOne
      ? FoldedRows(samples, labels, weights, folds: folds, foldCount: foldCount)
      : FoldedRows(distinct: samples, labels, weights, folds: folds, foldCount: foldCount)
    let outcomes = concurrentMap(
      count: foldCount * candidates.count, threadCount: threadCount
    ) { task in
      Result { () throws(FitError) in
        try cells.score(of: candidates[task % candidates.count], fold: task / candidates.count)
      }
    }
    var scores = Array(repeating: [Double](), count: candidates.count)
    for (task, outcome) in outcomes.enumerated() {
      scores[task % candidates.count].append(try outcome.get())
    }
    let means = scores.map { $0.reduce(0, +) / Double(foldCount) }
    let best = means.max() ?? 0
    let index = means.firstIndex { $0 >= best - Self.tieTolerance } ?? 0
    return GridSearchResult(
      bestIndex: index, meanScores: means, foldScores: scores,
      model: try cells.fit(candidates[index]))
  }
}

/// Which candidate is best, and how good each is.
public struct GridSearchResult<Model: ClassifierModel>: Sendable, Equatable {
  public let bestIndex: Int
  /// Of each candidate, the mean of its folds.
  public let meanScores: [Double]
  /// `[candidateCount][foldCount]`, macro recall.
  public let foldScores: [[Double]]
  /// The best candidate's, fitted to all rows.
  public let model: Model
}
