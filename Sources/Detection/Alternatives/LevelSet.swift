import Learning
import LinearAlgebra

/// The rows that score at or above a border, within a union of ellipsoids.
///
/// A sum of K terms reaches a level only where one of them reaches its K-th part, which an ellipsoid
/// bounds.
struct LevelSet: Sendable {
  /// Holds every row of the set, and some others.
  let ellipsoids: [Ellipsoid]
  /// Whether each row of a matrix scores at or above the border, exactly.
  let contains: @Sendable (Matrix) -> [Bool]

  /// The rows with (x − m)ᵀ P (x − m) at most `limit`.
  struct Ellipsoid: Sendable {
    /// m, `[featureCount]`.
    let center: [Double]
    /// P, `[featureCount × featureCount]`.
    let precision: Matrix
    let limit: Double
  }

  /// Where log density reaches `logDensity` under a mixture.
  init(_ model: BayesianGaussianMixtureModel, atLeast logDensity: Double) {
    let logTwoPi = 1.837877066409345483560659472811
    let d = Double(model.featureCount)
    let share = logDensity - logarithm(Double(model.componentCount))
    let logConstants = model.logConstants
    ellipsoids = (0..<model.componentCount).compactMap { k in
      guard let factor = Cholesky(model.covariances[k]) else { return nil }
      let logScale = logConstants[k] - 0.5 * (d * logTwoPi + factor.logDeterminant)
      return Ellipsoid(
        center: model.means.row(k), factor: factor, limit: 2 * (logScale - share))
    }
    let density = MixtureDensity(model)
    contains = { density.logDensities(of: $0).map { $0 >= logDensity } }
  }

  /// Where the predictive density reaches `logDensity`.
  init(_ density: PredictiveDensity, atLeast logDensity: Double) {
    let share = logDensity - logarithm(Double(density.terms.count))
    ellipsoids = density.terms.compactMap { term in
      guard let factor = Cholesky(term.scale) else { return nil }
      // π St = exp(logScale) (1 + Q / df)^−exponent
      let power = exponential((term.logScale - share) / term.exponent)
      return Ellipsoid(
        center: term.mean, factor: factor, limit: term.degreesOfFreedom * (power - 1))
    }
    contains = { density.logDensities(of: $0).map { $0 >= logDensity } }
  }

  /// Where the distance to the nearest centroid is at most `distance`.
  init(_ model: KMeansModel, within distance: Double) {
    var identity = Matrix(rowCount: model.featureCount, columnCount: model.featureCount)
    identity.addToDiagonal(1)
    ellipsoids = (0..<model.clusterCount).map {
      Ellipsoid(
        center: model.centroids.row($0), precision: identity,
        limit: distance < 0 ? -1 : distance * distance)
    }
    contains = { model.nearestCentroids(of: $0).distances.map { $0 <= distance } }
  }
}

extension LevelSet.Ellipsoid {
  init(center: [Double], factor: Cholesky, limit: Double) {
    let inverse = factor.inverseLower
    let size = center.count
    var precision = Matrix(rowCount: size, columnCount: size)
    for i in 0..<size {
      for j in 0...i {
        var sum = 0.0
        for row in i..<size { sum += inverse[row, i] * inverse[row, j] }
        precision[i, j] = sum
        precision[j, i] = sum
      }
    }
    self.init(center: center, precision: precision, limit: limit)
  }
}
