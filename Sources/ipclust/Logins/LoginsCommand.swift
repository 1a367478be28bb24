import ArgumentParser

/// `ipclust logins`: detectors of attacks in logs of logins.
struct LoginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logins", abstract: "Find attacks in logs of logins.",
    subcommands: [LoginsSimulateCommand.self])
}
