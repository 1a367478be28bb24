import Detection
import Learning
import Records

/// How well a saved classifier judges a log, and what it calls attacks.
public struct LoginEvaluationReport: Sendable {
  public let run: LoginRun
  public let model: SavedLoginModel
  public let samples: LoginSamples
  public let scores: [Double]
  public let evaluation: LoginEvaluation
  public let incidents: [LoginIncident]

  /// - Parameters:
  ///   - labels: `[rowCount]`.
  ///   - threshold: nil for the model's own.
  ///   - attempts: of the log, in order of time.
  public init(
    run: LoginRun, _ model: SavedLoginModel, _ samples: LoginSamples, labels: [Bool],
    threshold: Double?, attempts: [LoginAttempt]
  ) {
    self.run = run
    let scores = model.model.scores(of: samples)
    let border = threshold ?? model.model.defaultThreshold
    self.model = model
    self.samples = samples
    self.scores = scores
    evaluation = LoginEvaluation(labels: labels, scores: scores, threshold: border)
    let flagged = scores.indices.filter { scores[$0] >= border }
    incidents = LoginIncident.incidents(
      of: flagged.map { (samples.seconds(ofRow: $0), scores[$0]) },
      periodSeconds: samples.periodSeconds, attempts: attempts)
  }

  /// Incidents in a day of the log, on the average.
  var alertsPerDay: Double {
    let secondsPerDay = 86_400.0
    return Double(incidents.count) * secondsPerDay
      / (Double(samples.rowCount) * Double(samples.periodSeconds))
  }
}

extension LoginEvaluationReport {
  public static let schema = "ipclust.logins.evaluate"

  /// - Parameter target: what precision and recall are asked for, to be drawn; nil for nothing.
  public func writeText(_ style: TextStyle, target: PrecisionTarget?, to output: OutputBuffer) {
    EvaluationText.write(self, target: target, style: style, to: output)
  }

  public func writeJSON(to output: OutputBuffer) { EvaluationJSON.write(self, to: output) }

  public func writeCSV(to output: OutputBuffer) { EvaluationJSON.writeCSV(self, to: output) }
}

/// What precision and recall are asked for.
public struct PrecisionTarget: Sendable {
  public let minimumPrecision: Double
  public let minimumRecall: Double

  /// - Precondition: both are shares.
  public init(minimumPrecision: Double, minimumRecall: Double) {
    precondition(
      (0...1).contains(minimumPrecision) && (0...1).contains(minimumRecall),
      "precision and recall are shares")
    self.minimumPrecision = minimumPrecision
    self.minimumRecall = minimumRecall
  }
}
