import ArgumentParser
import Settings

/// A command whose options can be looked at without doing anything.
protocol CheckableWork: Work {
  /// Throws what the work would throw of the values of its options.
  func check() throws
}

/// Values that a command would refuse.
struct SettingsChecks {
  let loaded: LoadedSettings

  /// A fault for every setting whose command refuses its value.
  ///
  /// A command tells one fault at a time; so the setting that it speaks of is left out, and the command
  /// is asked again.
  var faults: [SettingsFault] {
    var faults: [SettingsFault] = []
    for command in loaded.schema.commands {
      var settings = loaded.resolution.settings(of: command)
      while !settings.isEmpty, let message = Self.refusal(of: settings, to: command) {
        guard
          let index = settings.firstIndex(where: { message.hasPrefix("--\($0.option.name): ") })
        else {
          // What lacks something beside it may get that from the arguments; the rest is looked at.
          let dependent = settings.firstIndex { setting in
            ConfiguredArguments.mentions(message, setting.option.name)
          }
          guard let dependent else { break }
          settings.remove(at: dependent)
          continue
        }
        let fault = Self.fault(message, of: settings.remove(at: index))
        // A common setting is refused by every command that has it.
        if !faults.contains(where: { $0.origin == fault.origin }) { faults.append(fault) }
      }
    }
    return faults
  }

  /// The value of what is required and not configured.
  static let standIn = "given when it runs"

  /// What the command says against the settings; nil for nothing.
  private static func refusal(
    of settings: [Setting], to command: SettingsSchema.Command
  ) -> String? {
    let given = Set(settings.map(\.option.name))
    // What only the arguments of a run can give stands in for itself.
    let missing = command.options.filter { $0.isRequired && !given.contains($0.name) }
    let standIns = missing.map {
      $0.kind == .positional ? standIn : "--\($0.name)=\(standIn)"
    }
    do {
      let parsed = try Command.parseAsRoot(
        command.path + settings.flatMap(\.arguments) + standIns)
      try (parsed as? any CheckableWork)?.check()
      return nil
    } catch {
      return Command.message(for: error)
    }
  }

  private static func fault(_ message: String, of setting: Setting) -> SettingsFault {
    let words = message.dropFirst("--\(setting.option.name): ".count)
    // All messages of ours are of this form.
    let parts = words.split(separator: "expected ", maxSplits: 1, omittingEmptySubsequences: false)
    let (expected, found) =
      parts.count == 2 ? halves(String(parts[1])) : (String(words), "something else")
    return SettingsFault(
      setting.origin, expected: "\(expected) for '\(setting.option.name)'", found: found)
  }

  private static func halves(_ text: String) -> (expected: String, found: String) {
    guard let but = text.ranges(of: ", but found ").last else { return (text, "something else") }
    return (String(text[..<but.lowerBound]), String(text[but.upperBound...]))
  }
}

extension ScanCommand: CheckableWork {
  func check() throws {
    _ = try (scanOptions(), running.threadCount(), output.format(), output.place.path())
    _ = try (output.style(on: Terminal(descriptor: nil)), output.evidenceDestination())
    _ = try (live.configuration(), flagging.findingLimit(hasModel: models.model != nil))
  }
}

extension ExtractCommand: CheckableWork {
  func check() throws {
    _ = try (records.selection(), running.threadCount(), output.format(), output.place.path())
    _ = try output.packetColumns()
  }
}

extension LoginsFeaturesCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.place.path(), output.format(), output.style())
    _ = try (step(), running.threadCount())
  }
}

extension LoginsExploreCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.place.path(), output.format(among: [.text, .json]))
    _ = try (listing.style(try output.style()), running.threadCount())
  }
}

extension LoginsDetectCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.place.path(), output.format(), table.periodSeconds())
    _ = try (listing.style(try output.style()), running.threadCount())
    // Which shares make sense depends on the detector, which has to be named.
    guard method.detector != SettingsChecks.standIn else { return }
    _ = try method.detectors(threadCount: 1)
  }
}

extension LoginsTrainCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.isJSON(), output.style(), table.periodSeconds())
    _ = try (running.threadCount(), OptionValue("--seed", method.seed).seed())
    // Parameters are those of the classifier, which has to be named.
    guard method.classifier != SettingsChecks.standIn else { return }
    _ = try method.training(threadCount: 1)
  }
}

extension LoginsEvaluateCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.place.path(), output.format(among: [.text, .json, .csv]))
    _ = try (listing.style(try output.style()), running.threadCount(), threshold(), target())
  }
}

extension LoginsThresholdCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), output.place.path(), output.format(among: [.text, .json]))
    _ = try (output.style(), running.threadCount(), demand.demand())
  }
}

extension LoginsUpdateCommand: CheckableWork {
  func check() throws {
    _ = try (inputs.selection(), report.isJSON(), report.style(), running.threadCount())
  }
}

extension LoginsFollowCommand: CheckableWork {
  func check() throws {
    _ = try (selection(), threshold(), output.writer(showsAll: false), output.destination())
    _ = try (OptionValue("--settle", settle).count(in: Self.settlingRange), running.threadCount())
  }
}

extension LoginsSimulateCommand: CheckableWork {
  func check() throws {
    _ = try (simulation.simulation(), output.format(), output.place.path())
    _ = try output.labelDestination()
  }
}

extension DiffCommand: CheckableWork {
  func check() throws {
    _ = try (options(), running.threadCount(), output.format(), output.style())
    _ = try (output.place.path(), state.directory())
  }
}

extension WatchCommand: CheckableWork {
  func check() throws {
    _ = try (judging.options(), running.threadCount(), output.format(), output.style())
    _ = try (output.place.path(), state.directory(), intervalSeconds(), sinks.format())
  }
}

extension ModelShowCommand: CheckableWork {
  func check() throws { _ = try (arguments.format(), arguments.destination()) }
}

extension ModelVerifyCommand: CheckableWork {
  func check() throws { _ = try (arguments.format(), arguments.destination()) }
}

extension AllowCheckCommand: CheckableWork {
  func check() throws { _ = try (answer.isJSON(), time.seconds()) }
}

extension AllowExplainCommand: CheckableWork {
  func check() throws { _ = try (answer.isJSON(), time.seconds(), chosenSide()) }
}

extension FeedbackCommand: CheckableWork {
  func check() throws { _ = try (answer.isJSON(), untilSeconds()) }
}
