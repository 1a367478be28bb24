import Learning
import Records

/// What a detector says of every row of a log.
public struct LoginDetection: Sendable, Equatable {
  public let configuration: LoginDetector.Configuration
  public let samples: LoginSamples
  /// Of each distinct row; higher means stranger.
  public let distinctScores: [Double]
  /// Rows that score above this are outliers.
  public let threshold: Double
  /// Clusters, of a detector that makes such; nil of others.
  public let clusters: LoginClusters?

  init(
    configuration: LoginDetector.Configuration, samples: LoginSamples, distinctScores: [Double],
    threshold: Double, clusters: LoginClusters? = nil
  ) {
    self.configuration = configuration
    self.samples = samples
    self.distinctScores = distinctScores
    self.threshold = threshold
    self.clusters = clusters
  }

  /// scikit-learn's `offset_`, whose scores have the other sign.
  public var offset: Double { -threshold }

  public func score(ofRow row: Int) -> Double { distinctScores[samples.indices[row]] }

  public func isOutlier(_ row: Int) -> Bool { score(ofRow: row) > threshold }

  public var outliers: [Bool] { samples.indices.map { distinctScores[$0] > threshold } }

  public var outlierCount: Int { outliers.count { $0 } }

  /// How the outliers fit the labels; nil where none are known.
  public var confusion: ConfusionMatrix? {
    samples.labels.map { ConfusionMatrix(labels: $0, predictions: outliers) }
  }

  /// Cohen's kappa with another detector on the same rows; nil where neither could disagree.
  ///
  /// - Precondition: both judged the same rows.
  public func kappa(with other: LoginDetection) -> Double? {
    ConfusionMatrix(labels: outliers, predictions: other.outliers).cohenKappa
  }

  /// The outliers as incidents, with the rows of the log behind them.
  ///
  /// - Parameter attempts: of the log, in order of time.
  public func incidents(_ attempts: [LoginAttempt]) -> [LoginIncident] {
    let flagged = (0..<samples.rowCount).filter(isOutlier)
    return LoginIncident.incidents(
      of: flagged.map { (samples.seconds(ofRow: $0), score(ofRow: $0)) },
      periodSeconds: samples.periodSeconds, attempts: attempts)
  }
}
