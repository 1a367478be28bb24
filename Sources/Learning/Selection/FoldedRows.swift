import LinearAlgebra

/// Labelled rows and how much of each stands in each fold.
///
/// Where a fit does not see the order of rows, equal rows of a class stand here once, with their
/// weight in each fold; the fits are the same, bit for bit.
struct FoldedRows: Sendable {
  private let samples: Matrix
  private let labels: [Bool]
  /// Weights of all rows for fits; nil for 1 each.
  private let weights: [Double]?
  /// `[foldCount][rowCount]`: what all folds but one weigh.
  private let trainingWeights: [[Double]]
  /// `[foldCount][rowCount]`: how often each row stands in a fold.
  private let foldCounts: [[Int]]

  /// All rows as they stand.
  init(
    _ samples: Matrix, _ labels: [Bool], _ weights: [Double]?, folds: [Int], foldCount: Int
  ) {
    self.samples = samples
    self.labels = labels
    self.weights = weights
    trainingWeights = (0..<foldCount).map { fold in
      folds.indices.map { folds[$0] == fold ? 0 : weights?[$0] ?? 1 }
    }
    foldCounts = (0..<foldCount).map { fold in folds.map { $0 == fold ? 1 : 0 } }
  }

  /// Distinct rows of each class.
  init(
    distinct samples: Matrix, _ labels: [Bool], _ weights: [Double]?, folds: [Int],
    foldCount: Int
  ) {
    let groups = RowGroups(samples, keys: labels.map { $0 ? 1 : 0 })
    self.samples = samples.selecting(groups.firstRows)
    self.labels = groups.firstRows.map { labels[$0] }
    self.weights = groups.sums(of: weights)
    var counts = Array(repeating: Array(repeating: 0, count: groups.groupCount), count: foldCount)
    for (row, group) in groups.groups.enumerated() { counts[folds[row]][group] += 1 }
    foldCounts = counts
    trainingWeights = (0..<foldCount).map { fold in
      guard let weights else {
        return counts[0].indices.map { group in
          Double(counts.indices.reduce(0) { $0 + ($1 == fold ? 0 : counts[$1][group]) })
        }
      }
      return groups.sums(of: folds.indices.map { folds[$0] == fold ? 0 : weights[$0] })
    }
  }

  /// A fit to all rows.
  func fit<Candidate: Classifier>(_ candidate: Candidate) throws(FitError) -> Candidate.Model {
    try candidate.fit(samples, labels: labels, weights: weights)
  }

  /// The macro recall on a fold of a fit to all others.
  func score(of candidate: some Classifier, fold: Int) throws(FitError) -> Double {
    let model = try candidate.fit(samples, labels: labels, weights: trainingWeights[fold])
    let threshold = model.defaultThreshold
    let scores = model.scores(of: samples)
    var hits = (negative: 0, positive: 0)
    var supports = (negative: 0, positive: 0)
    for row in labels.indices where foldCounts[fold][row] > 0 {
      let count = foldCounts[fold][row]
      let isHit = (scores[row] >= threshold) == labels[row]
      if labels[row] {
        supports.positive += count
        if isHit { hits.positive += count }
      } else {
        supports.negative += count
        if isHit { hits.negative += count }
      }
    }
    return ClassificationReport(
      ConfusionMatrix(
        trueNegativeCount: hits.negative,
        falsePositiveCount: supports.negative - hits.negative,
        falseNegativeCount: supports.positive - hits.positive,
        truePositiveCount: hits.positive)
    ).macro.recall
  }
}
