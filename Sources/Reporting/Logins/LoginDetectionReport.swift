import Detection
import Records

/// What `logins detect` tells: a detection, its incidents, and another detection beside it.
public struct LoginDetectionReport: Sendable {
  public static let schema = "ipclust.logins.detect"

  public let run: LoginRun
  public let detection: LoginDetection
  /// Another detector's, on the same rows.
  public let comparison: LoginDetection?
  public let incidents: [LoginIncident]

  /// - Parameter attempts: of the log, in order of time.
  public init(
    run: LoginRun, _ detection: LoginDetection, comparison: LoginDetection?,
    attempts: [LoginAttempt]
  ) {
    self.run = run
    self.detection = detection
    self.comparison = comparison
    incidents = detection.incidents(attempts)
  }

  /// Rows that both detectors flag; 0 where there is one alone.
  var bothCount: Int {
    guard let comparison else { return 0 }
    return zip(detection.outliers, comparison.outliers).count { $0 && $1 }
  }
}

extension LoginDetectionReport {
  public func writeText(_ style: TextStyle, to output: OutputBuffer) {
    DetectionText.write(self, style: style, to: output)
  }

  public func writeJSON(to output: OutputBuffer) { DetectionJSON.write(self, to: output) }

  public func writeNDJSON(to output: OutputBuffer) { DetectionRows.writeNDJSON(self, to: output) }

  public func writeCSV(to output: OutputBuffer) { DetectionRows.writeCSV(self, to: output) }
}
