import LinearAlgebra

// Goals: the figures of scikit-learn's GaussianNB; the same bits for a row of weight 2 as for the
// row twice; finite probabilities whatever the columns.

/// Takes the features of each class for independent and normally distributed.
///
/// - SeeAlso: Zhang, "The optimality of naive Bayes", FLAIRS (2004).
public struct GaussianNaiveBayes: Classifier {
  public struct Configuration: Sendable, Equatable {
    /// Share of the largest variance of a feature that is added to all variances.
    public var varianceSmoothing = 1e-9
    /// Share of positive rows to expect; nil for theirs in the data.
    public var positivePrior: Double?

    public init() {}
  }

  public let configuration: Configuration

  /// Checks `configuration`.
  public init(_ configuration: Configuration) throws(InvalidHyperparameter) {
    guard configuration.varianceSmoothing >= 0, configuration.varianceSmoothing.isFinite else {
      throw InvalidHyperparameter(
        name: "varianceSmoothing", requirement: "at least 0",
        value: "\(configuration.varianceSmoothing)")
    }
    if let prior = configuration.positivePrior, !(prior > 0 && prior < 1) {
      throw InvalidHyperparameter(
        name: "positivePrior", requirement: "between 0 and 1", value: "\(prior)")
    }
    self.configuration = configuration
  }

  /// Finds the moments of the features in each class.
  public func fit(
    _ samples: Matrix, labels: [Bool], weights: [Double]?
  ) throws(FitError) -> GaussianNaiveBayesModel {
    let labelled = try LabelledSamples(samples, labels: labels, weights: weights)
    let all = StandardScaler().fit(
      DistinctSamples(
        rows: labelled.rows,
        weights: zip(labelled.negativeWeights, labelled.positiveWeights).map { $0 + $1 }))
    let negative = Self.moments(labelled.rows, labelled.negativeWeights)
    let positive = Self.moments(labelled.rows, labelled.positiveWeights)
    let smoothing = configuration.varianceSmoothing * (all.variances.max() ?? 0)
    func smoothed(_ variances: [Double]) -> [Double] {
      // A variance of 0 would divide by nothing; any positive one says the same of equal values.
      variances.map { $0 + smoothing > Double.leastNormalMagnitude ? $0 + smoothing : 1 }
    }
    return GaussianNaiveBayesModel(
      positivePrior: configuration.positivePrior
        ?? labelled.totalPositiveWeight / labelled.totalWeight,
      negativeMeans: negative.means, positiveMeans: positive.means,
      negativeVariances: smoothed(negative.variances),
      positiveVariances: smoothed(positive.variances))
  }

  /// The moments of the rows that have a weight.
  private static func moments(_ rows: Matrix, _ weights: [Double]) -> StandardScalerModel {
    let present = weights.indices.filter { weights[$0] > 0 }
    return StandardScaler().fit(
      DistinctSamples(rows: rows.selecting(present), weights: present.map { weights[$0] }))
  }
}

/// The moments of features in each class.
public struct GaussianNaiveBayesModel: ClassifierModel {
  /// Share of positive rows to expect, between 0 and 1.
  public let positivePrior: Double
  /// `[featureCount]` each.
  public let negativeMeans: [Double]
  public let positiveMeans: [Double]
  /// `[featureCount]` each, positive.
  public let negativeVariances: [Double]
  public let positiveVariances: [Double]

  public init(
    positivePrior: Double, negativeMeans: [Double], positiveMeans: [Double],
    negativeVariances: [Double], positiveVariances: [Double]
  ) {
    self.positivePrior = positivePrior
    self.negativeMeans = negativeMeans
    self.positiveMeans = positiveMeans
    self.negativeVariances = negativeVariances
    self.positiveVariances = positiveVariances
  }

  public var featureCount: Int { negativeMeans.count }
  public var defaultThreshold: Double { 0.5 }

  /// Probability of the positive class.
  ///
  ///     p = 1 / (1 + exp(log joint of negative − log joint of positive))
  ///     log joint = log prior − ½ Σ (log 2π v + (x − μ)² / v)
  ///
  /// Rows so far from both classes that both densities vanish have the prior.
  public func scores(of samples: Matrix) -> [Double] {
    precondition(samples.columnCount == featureCount, "samples have the features of the model")
    var constant = logarithm(positivePrior) - logarithm(1 - positivePrior)
    for f in 0..<featureCount {
      constant += 0.5 * (logarithm(negativeVariances[f]) - logarithm(positiveVariances[f]))
    }
    let groups = RowGroups(samples)
    let logOdds = groups.firstRows.map { row in
      var negative = 0.0
      var positive = 0.0
      for f in 0..<featureCount {
        let fromNegative = samples[row, f] - negativeMeans[f]
        let fromPositive = samples[row, f] - positiveMeans[f]
        negative += fromNegative * fromNegative / negativeVariances[f]
        positive += fromPositive * fromPositive / positiveVariances[f]
      }
      let difference = 0.5 * (negative - positive)
      return difference.isNaN
        ? logarithm(positivePrior) - logarithm(1 - positivePrior) : constant + difference
    }
    let probabilities = logistic(logOdds)
    return groups.groups.map { probabilities[$0] }
  }
}
