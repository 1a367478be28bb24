import LinearAlgebra

/// A model that tells outliers from the rest by a threshold of its own.
///
/// scikit-learn scores the other way round: its `score_samples` is minus the anomaly score, and its
/// `offset_` minus the threshold.
public protocol OutlierModel: AnomalyModel {
  /// Rows that score above this are outliers.
  var threshold: Double { get }
}

extension OutlierModel {
  /// scikit-learn's `offset_`, in the units of its `score_samples`.
  public var offset: Double { -threshold }

  /// Whether each row is an outlier, `[sampleCount]`.
  ///
  /// - Parameter samples: `[sampleCount × featureCount]`.
  public func outliers(of samples: Matrix) -> [Bool] {
    anomalyScores(of: samples).map { $0 > threshold }
  }
}

/// Checks that a share of outliers is above 0 and at most one half; nil is the model's own rule.
func checkContamination(_ contamination: Double?) throws(InvalidHyperparameter) {
  guard let contamination, !(contamination > 0 && contamination <= 0.5) else { return }
  throw InvalidHyperparameter(
    name: "contamination", requirement: "above 0 and at most 0.5", value: "\(contamination)")
}

/// The score above which lies a share `contamination` of the weight, but for ties.
///
/// It is minus the percentile of scikit-learn: rank c (n − 1) counted from the highest score, linear
/// between neighbours, each row as often as it weighs.
///
/// - Precondition: there is a score, and weights are positive.
public func contaminationThreshold(
  of scores: [Double], weights: [Double], contamination: Double
) -> Double {
  let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
  let total = order.reduce(0) { $0 + weights[$1] }
  let rank = max(contamination * (total - 1), 0)
  let lower = rank.rounded(.down)
  var upperScore = scores[order[0]]
  var reached = 0.0
  for (place, index) in order.enumerated() {
    upperScore = scores[index]
    reached += weights[index]
    guard reached > lower else { continue }
    // The next rank lies in the same row, or in the one after it.
    let next = place + 1 < order.count && reached <= lower + 1 ? order[place + 1] : index
    return upperScore + (rank - lower) * (scores[next] - upperScore)
  }
  return upperScore
}
