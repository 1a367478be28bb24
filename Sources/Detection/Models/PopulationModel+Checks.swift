import Features
import Learning
import LinearAlgebra
import Records

// A model that was read is text of strangers, whatever its checksum says. These limits are wide
// enough for every fit, and narrow enough that scores stay finite and no factorization ends early.

extension PopulationModel {
  /// Why scores of the model would mean nothing; nil of a model that can be used.
  ///
  /// - Precondition: the shapes of matrices and lists agree with each other.
  public var fault: String? {
    let checks: [() -> String?] = [
      scalingFault, weightFault, modelFault, axisFault, thresholdFault, calibrationFault,
      clusterFault, memoryFault,
    ]
    for check in checks {
      if let fault = check() { return fault }
    }
    return nil
  }

  /// Magnitudes beyond this come from no address, and their squares' sums must stay finite.
  private static let largestMagnitude = 1e9
  /// As much as a sum of weights may be off by rounding.
  private static let weightTolerance = 1e-6

  private var featureCount: Int { schema.features.count }

  /// The columns that this program makes of an address under the schema's name.
  private var layout: FeatureLayout? {
    FeatureLayout.all(family).first { $0.schema == schema }
  }

  private func scalingFault() -> String? {
    guard let layout else { return "features must be those of an encoding" }
    guard layout.holdsBehaviour else {
      return scalings.isEmpty ? nil : "octets alone must not be standardised"
    }
    guard scalings.count == layout.columns.count else {
      return "every feature must have its scaling"
    }
    for (scaling, column) in zip(scalings, layout.columns) {
      // A value that differs is divided by the deviation, and its square must stay finite.
      guard scaling.transform == column.transform, abs(scaling.mean) <= Self.largestMagnitude,
        scaling.standardDeviation == 0
          || Self.deviationRange.contains(scaling.standardDeviation)
      else { return "scalings must have the feature's transform and a deviation above 0" }
    }
    for row in means.rows {
      guard zip(scalings, row).allSatisfy({ $0.original($1).isFinite }) else {
        return "means must lie where features have values"
      }
    }
    return nil
  }

  /// `[componentCount × featureCount]`
  private var means: Matrix {
    switch model {
    case .mixture(let mixture): mixture.means
    case .kMeans(let kMeans): kMeans.centroids
    }
  }

  private static let deviationRange = 1e-9...1e9

  private func weightFault() -> String? {
    let weights = model.weights
    let isShare = weights.allSatisfy { (0...1 + Self.weightTolerance).contains($0) }
    guard isShare, abs(weights.reduce(0, +) - 1) <= Self.weightTolerance else {
      return "weights must be shares that sum to 1"
    }
    return nil
  }

  private func modelFault() -> String? {
    switch model {
    case .mixture(let mixture):
      return mixture.fault(largestMagnitude: Self.largestMagnitude)
    case .kMeans(let kMeans):
      guard kMeans.centroids.elements.allSatisfy({ abs($0) <= Self.largestMagnitude }) else {
        return "centroids must lie within \(Self.largestMagnitude)"
      }
      return nil
    }
  }

  private func axisFault() -> String? {
    let axes = principalComponents
    guard axes.mean.allSatisfy({ abs($0) <= Self.largestMagnitude }) else {
      return "the mean of the principal components must lie within \(Self.largestMagnitude)"
    }
    for row in axes.components.rows {
      let square = row.reduce(0) { $0 + $1 * $1 }
      guard abs(square - 1) <= Self.weightTolerance else {
        return "principal components must have the length 1"
      }
    }
    guard axes.explainedVarianceRatio.allSatisfy({ (0...1 + Self.weightTolerance).contains($0) }),
      axes.explainedVariance.allSatisfy({ $0 >= 0 })
    else { return "explained variances must not be negative, nor their ratios exceed 1" }
    return nil
  }

  private func thresholdFault() -> String? {
    guard threshold.rule.isCalibrated || threshold.score?.isFinite == true else {
      return "the threshold must be a score"
    }
    switch threshold.rule {
    case .percentile(let percentile):
      return (0...100).contains(percentile) ? nil : "a percentile must lie in 0 ... 100"
    case .density(let density):
      return threshold.score == density ? nil : "a density must be the border itself"
    case .pValue(let share), .falseDiscoveryRate(let share):
      return share > 0 && share <= 1 ? nil : "a p-value or rate must lie above 0 and up to 1"
    }
  }

  private func calibrationFault() -> String? {
    guard let calibration else {
      return threshold.rule.isCalibrated ? "a calibrated rule must have its calibration" : nil
    }
    guard threshold.rule.isCalibrated, case .mixture = model else {
      return "a calibration must belong to a calibrated rule of a mixture"
    }
    for density in [calibration.density] + calibration.folds.map(\.density) {
      if let fault = fault(of: density) { return fault }
    }
    for fold in calibration.folds {
      guard zip(fold.logDensities, fold.logDensities.dropFirst()).allSatisfy({ $0 <= $1 }) else {
        return "log densities of a fold must stand in rising order"
      }
    }
    return nil
  }

  private func fault(of density: PredictiveDensity) -> String? {
    let weights = density.terms.map(\.weight)
    guard weights.allSatisfy({ $0 > 0 }),
      abs(weights.reduce(0, +) - 1) <= Self.weightTolerance
    else { return "weights of a calibration must be shares that sum to 1" }
    for term in density.terms {
      guard term.mean.allSatisfy({ abs($0) <= Self.largestMagnitude }),
        Self.deviationRange.contains(term.degreesOfFreedom),
        BayesianGaussianMixtureModel.isPositiveDefinite(term.scale)
      else { return "terms of a calibration must have a mean, a scale and degrees of freedom" }
    }
    return nil
  }

  private func clusterFault() -> String? {
    for network in clusters.flatMap(\.networks) {
      guard AddressBounds(network.prefix, family: family) != nil else {
        return "networks must be prefixes, addresses or ranges of the population's family"
      }
    }
    return nil
  }

  private func memoryFault() -> String? {
    let indices = memory.baselines.map(\.cluster)
    guard zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return "reference clusters must stand in rising order"
    }
    if case .mixture = model, indices.isEmpty { return "a mixture must have a reference cluster" }
    for features in memory.memberValues {
      for (values, column) in zip(features, layout?.columns ?? []) {
        if let fault = Self.fault(of: values, column) { return fault }
      }
    }
    return nil
  }

  private static func fault(
    of values: [Double], _ column: EncodedAddresses.Column
  ) -> String? {
    switch column {
    case .octet:
      let isOctets = values.allSatisfy { (0...255).contains($0) && $0 == $0.rounded(.down) }
      return isOctets && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
        ? nil : "values of octets must be whole numbers from 0 to 255 in rising order"
    case .behaviour:
      let isRange = values.count == 2 && values[0] >= 0 && values[0] <= values[1]
      return isRange || values.isEmpty
        ? nil : "values of behaviour must be the least and the largest of them"
    }
  }
}

extension BayesianGaussianMixtureModel {
  /// Parameters of a posterior that sums of weights lead to.
  private static let parameterRange = 1e-9...1e15
  private static let varianceRange = 1e-12...1e18
  /// Correlation matrices with a smaller least eigenvalue may factor in one order of their rows
  /// and not in another; a hundred times the rounding error of 64 rows.
  ///
  /// - SeeAlso: Higham, *Accuracy and Stability of Numerical Algorithms* (2002), theorem 10.7.
  private static let smallestEigenvalue = 1e-12

  fileprivate func fault(largestMagnitude: Double) -> String? {
    guard means.elements.allSatisfy({ abs($0) <= largestMagnitude }) else {
      return "means must lie within \(largestMagnitude)"
    }
    let concentrationCounts = Set(weightConcentrations.map(\.count))
    guard concentrationCounts == [1] || concentrationCounts == [2],
      weightConcentrations.joined().allSatisfy(Self.parameterRange.contains),
      meanPrecisions.allSatisfy(Self.parameterRange.contains)
    else {
      return "weight concentrations and mean precisions must be positive numbers"
    }
    let least = Double(featureCount - 1)
    guard degreesOfFreedom.allSatisfy({ $0 > least && Self.parameterRange.contains($0) }) else {
      return "degrees of freedom must exceed the number of features less one"
    }
    guard covariances.allSatisfy(Self.isPositiveDefinite) else {
      return "covariances must be symmetric and positive definite"
    }
    return nil
  }

  fileprivate static func isPositiveDefinite(_ covariance: Matrix) -> Bool {
    let size = covariance.rowCount
    let variances = (0..<size).map { covariance[$0, $0] }
    guard variances.allSatisfy(varianceRange.contains) else { return false }
    let scales = variances.map { $0.squareRoot() }
    var correlation = covariance
    for row in 0..<size {
      for column in 0..<size {
        guard covariance[row, column] == covariance[column, row] else { return false }
        correlation[row, column] = covariance[row, column] / (scales[row] * scales[column])
      }
    }
    correlation.addToDiagonal(-smallestEigenvalue)
    return Cholesky(correlation) != nil && Cholesky(covariance) != nil
  }
}
