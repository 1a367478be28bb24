import ArgumentParser

/// `ipclust logins`: what happens in login logs, and which of it is an attack.
struct LoginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logins",
    abstract: "Read login logs, and find the attacks in them.",
    discussion: """
      Logs are recognised by content, never by name: an SQLite database with a table 'logs', a CSV \
      with its columns (datetime, source_ip, username, success, failure_reason), OpenSSH's lines in \
      a syslog, or journal entries as 'journalctl -o json' writes them; the texts also compressed.
      """,
    subcommands: [
      LoginsSimulateCommand.self, LoginsFeaturesCommand.self, LoginsExploreCommand.self,
      LoginsDetectCommand.self, LoginsTrainCommand.self, LoginsEvaluateCommand.self,
      LoginsThresholdCommand.self, LoginsUpdateCommand.self,
      LoginsFollowCommand.self,
    ])
}
