import ArgumentParser
import Records
import Reporting
import Settings

/// `ipclust config`: whether the configuration is sound, and what it amounts to.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check the configuration, or show what it amounts to.",
    discussion: """
      A file holds a table per command, with the long names of its options as keys, and a table \
      'common':
        [scan]
        threshold = "fdr:0.05"
        [logins.train]
        classifier = "sgd"
        [common]
        threads = 2
      The same from the environment: IPCLUST_SCAN_THRESHOLD, IPCLUST_LOGINS_TRAIN_CLASSIFIER, \
      IPCLUST_THREADS. Options override the environment, and the environment overrides the file.
      """,
    subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self])
}

/// How an answer about the configuration looks.
struct ConfigArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File to read. (default: that of IPCLUST_CONFIG, if it is set)", valueName: "file"),
    completion: .file())
  var config: String?

  @OptionGroup var answer: AnswerArguments

  /// - Parameter named: a file that is named without the option.
  func loaded(_ named: String? = nil) throws -> LoadedSettings {
    if named != nil, config != nil {
      throw ValidationError("--config: expected no file beside it, but found one; leave one out")
    }
    return try LoadedSettings(CommandSchema.make(), configPath: named ?? config)
  }
}

/// `ipclust config check`: every fault of a configuration.
struct ConfigCheckCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List every fault of a configuration file and of the environment.",
    discussion: "Exit status: 0 sound, 78 with faults.")

  @Argument(help: ArgumentHelp("File to read.", valueName: "file"), completion: .file())
  var file: String?

  @OptionGroup var arguments: ConfigArguments

  func status() throws -> ExitStatus {
    let isJSON = try arguments.answer.isJSON()
    let report: ConfigCheckReport
    do throws(SettingsRefusal) {
      let loaded = try load()
      let faults = loaded.resolution.faults + SettingsChecks(loaded: loaded).faults
      report = ConfigCheckReport(
        path: loaded.path.map { InputPath(bytes: $0) },
        faults: faults.sorted { $0.origin < $1.origin },
        unknownVariables: loaded.resolution.unknownVariables)
    } catch {
      guard !error.faults.isEmpty else { throw error }
      report = ConfigCheckReport(
        path: error.path.map { InputPath(bytes: $0) }, faults: error.faults, unknownVariables: [])
    }
    return arguments.answer.finish(report.faults.isEmpty ? .done : .badConfiguration) { buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(to: buffer)
    }
  }

  private func load() throws(SettingsRefusal) -> LoadedSettings {
    do {
      return try arguments.loaded(file)
    } catch let refusal as SettingsRefusal {
      throw refusal
    } catch {
      throw SettingsRefusal(path: nil, faults: [], message: Command.message(for: error))
    }
  }
}

/// `ipclust config show`: what every option is, and why.
struct ConfigShowCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the values of options, and where each comes from.",
    discussion: """
      Examples:
        ipclust config show --config ipclust.toml
        ipclust config show logins train --config ipclust.toml --format json
      """)

  @Argument(
    help: ArgumentHelp(
      "The command to show. (default: what is configured of all)", valueName: "command"))
  var command: [String] = []

  @OptionGroup var arguments: ConfigArguments

  func status() throws -> ExitStatus {
    let isJSON = try arguments.answer.isJSON()
    let loaded = try arguments.loaded()
    guard loaded.resolution.faults.isEmpty else {
      throw SettingsRefusal(path: loaded.path, faults: loaded.resolution.faults)
    }
    let report = ConfigShowReport(
      path: loaded.path.map { InputPath(bytes: $0) }, commands: try commands(of: loaded))
    return arguments.answer.finish(.done) { buffer in
      isJSON ? report.writeJSON(to: buffer) : report.writeText(to: buffer)
    }
  }

  private func commands(of loaded: LoadedSettings) throws -> [ConfigShowReport.Command] {
    let asked = loaded.schema.commands.filter { $0.path.starts(with: command) }
    guard !asked.isEmpty else {
      throw ValidationError(
        "expected a command, but found '\(command.joined(separator: " "))'; "
          + "'ipclust --help' lists them")
    }
    return asked.map {
      ConfigShowReport.Command(
        $0, loaded.resolution.settings(of: $0), showsDefaults: !command.isEmpty)
    }.filter { !$0.rows.isEmpty }
  }
}
