import Features
import Learning
import LinearAlgebra

extension PopulationAnalyzer {
  /// k-means with the cluster counts that were asked for, as far as the addresses allow; nil where
  /// none were, or where there are fewer addresses than the smallest count.
  func elbow(of samples: Matrix, weights: [Double]?) -> ElbowTable? {
    guard let counts = options.elbow else { return nil }
    var configuration = KMeansElbow.Configuration()
    configuration.clusterCounts = counts
    configuration.restartCount = options.restartCount
    configuration.seed = options.seed
    configuration.threadCount = threadCount
    do {
      return try KMeansElbow(configuration).fit(samples, weights: weights)
    } catch FitError.tooFewSamples {
      return nil
    } catch {
      preconditionFailure("octets are finite and counts positive, yet: \(error)")
    }
  }

  /// Says where the table lacks counts that were asked for; nil where it has them all.
  func elbowNote(_ encoded: EncodedAddresses, weights: [Double]?) -> String? {
    guard let counts = options.elbow else { return nil }
    let available = encoded.distinctRowCount(weights: weights, upTo: counts.upperBound)
    guard available < counts.upperBound else { return nil }
    let reason = noMoreRows(than: available, in: encoded, weights: weights)
    guard available >= counts.lowerBound else {
      let asked =
        counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      return "the comparison of \(asked) clusters is left out, since only \(available) can be "
        + "fitted: \(reason)"
    }
    return "clusters are compared up to \(available) instead of \(counts.upperBound): \(reason)"
  }
}
