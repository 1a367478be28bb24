import ArgumentParser

/// A command that reads inputs and writes what it found.
protocol Work: ParsableCommand {
  /// Does it, and says how the program ends.
  func status() throws -> ExitStatus
}

/// What keeps a command from its work, in a sentence and with the status to end with.
protocol Refusal: Error, CustomStringConvertible {
  var status: ExitStatus { get }
}

/// The program: it parses its arguments, runs one subcommand and ends with a status.
@main
struct Command: ParsableCommand {
  /// The one place that names the version.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "ipclust",
    abstract: "Cluster the IP addresses of packet captures and flag those that do not belong.",
    discussion: """
      Start with:
        ipclust scan site.pcap
      Exit status: 0 done, 2 findings (--fail-on) or changes (--fail-on-change), 64 wrong usage, 65 \
      input or model damaged, 66 input missing, 70 nothing to save a model of, 73 output cannot be opened, 74 output cannot be \
      written, 77 not permitted to capture, 78 configuration or allow-list at fault, or model of a \
      later version, 130 or 143 interrupted.
      """,
    version: version,
    subcommands: [
      ScanCommand.self, ExtractCommand.self, WatchCommand.self, DiffCommand.self,
      LoginsCommand.self, ModelCommand.self, AllowCommand.self, FeedbackCommand.self,
      ConfigCommand.self,
    ])

  static func main() {
    Descriptors.prepare()
    Environment.quietDispatch()
    Interruption.install()
    end(status(of: RawArguments.ofProcess))
  }

  private static func status(of arguments: [String]) -> ExitStatus {
    if let name = unknownCommand(in: arguments) {
      Message.usage("expected a command: \(commandNames.joined(separator: ", ")); found '\(name)'")
      return .usage
    }
    let configured: ConfiguredArguments
    do throws(SettingsRefusal) {
      configured = try ConfiguredArguments(arguments)
    } catch {
      Message.show(error.description)
      return error.status
    }
    do {
      var command = try parseAsRoot(InputArguments.inOrder(configured.arguments))
      guard let work = command as? any Work else {
        try command.run()
        return .done
      }
      if let shortage = ProcessLimits.shortage {
        Message.show(shortage)
        return .missingInput
      }
      return try work.status()
    } catch let refusal as any Refusal {
      Message.show(refusal.description)
      return refusal.status
    } catch {
      guard !exitCode(for: error).isSuccess else {
        return Output.writeToStandardOutput(fullMessage(for: error) + "\n")
      }
      let told = configured.told(message(for: error))
      guard !told.isOfSetting else {
        // The place is a name, in which no letter may change.
        Message.showText(told.message)
        return .badConfiguration
      }
      Message.usage(told.message)
      return .usage
    }
  }

  private static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// The first argument if it ought to be a command and is none; ArgumentParser would only call
  /// all of the arguments unexpected.
  private static func unknownCommand(in arguments: [String]) -> String? {
    guard let name = arguments.first, !name.hasPrefix("-") else { return nil }
    return (commandNames + ["help"]).contains(name) ? nil : name
  }
}
