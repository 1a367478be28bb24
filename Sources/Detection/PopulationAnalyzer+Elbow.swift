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
}
