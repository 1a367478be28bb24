import Features
import Records

/// What `logins explore` tells.
public struct LoginExplorationReport: Sendable {
  public static let schema = "ipclust.logins.explore"

  public let run: LoginRun
  public let exploration: LoginExploration

  public init(run: LoginRun, attempts: [LoginAttempt], attacks: [Attack]) {
    self.run = run
    exploration = LoginExploration(attempts, attacks: attacks)
  }
}

extension LoginExplorationReport {
  public func writeText(_ style: TextStyle, to output: OutputBuffer) {
    LoginRunText(style: style, output: output).write(run)
    output.write("\n")
    ExplorationText.write(exploration, style: style, to: output)
  }

  public func writeJSON(to output: OutputBuffer) {
    ExplorationJSON.write(exploration, run: run, to: output)
  }
}
