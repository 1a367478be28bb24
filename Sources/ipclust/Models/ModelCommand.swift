import ArgumentParser
import Records
import Reporting

/// `ipclust model`: what a saved model holds, and whether it is sound.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Show what a saved model holds, or verify that it is sound.",
    subcommands: [ModelShowCommand.self, ModelVerifyCommand.self])
}

/// The model, and where and how the answer is written.
struct ModelFileArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A model that 'ipclust scan --save-model' or 'ipclust logins train' wrote.", valueName: "file"
    ),
    completion: .file())
  var file: String

  @OptionGroup var place: DestinationArguments

  @Option(
    name: .customLong("format"), help: "text to read, or json for programs.",
    completion: .list(AnswerFormat.allCases.map(\.rawValue)))
  var formatName = "text"

  enum AnswerFormat: String, CaseIterable {
    case text
    case json
  }

  var path: [UInt8] { RawArguments.bytes(of: file) }

  func format() throws -> AnswerFormat {
    try OptionValue("--format", formatName).choice(AnswerFormat.self)
  }

  func destination() throws -> [UInt8]? {
    guard let destination = try place.path() else { return nil }
    if Output.isSamePlace(destination, path) {
      throw ValidationError(
        "--output: expected another file than the model, but found '\(place.output)'")
    }
    return destination
  }

  /// Writes the answer, and gives the more important of `status` and what came of it.
  func finish(
    _ status: ExitStatus, to destination: [UInt8]?, _ render: (OutputBuffer) -> Void
  ) -> ExitStatus {
    var statuses: Set = [status]
    do throws(OutputFailure) {
      try Output(destination).write(render)
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    if let interruption = Interruption.status { statuses.insert(interruption) }
    return .mostImportant(of: statuses)
  }
}

/// `ipclust model show`: what a saved model holds, in words.
struct ModelShowCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what a saved model holds, and what it was made of.")

  @OptionGroup var arguments: ModelFileArguments

  func status() throws -> ExitStatus {
    let (format, destination) = (try arguments.format(), try arguments.destination())
    let stored = try StoredModel(arguments.path, AnySavedModel.read)
    let style = try arguments.place.terminal().style
    return arguments.finish(.done, to: destination) { buffer in
      switch format {
      case .text:
        stored.model.writeText(
          path: stored.path, byteCount: stored.byteCount, style: style, to: buffer)
      case .json:
        stored.model.writeJSON(path: stored.path, byteCount: stored.byteCount, to: buffer)
      }
    }
  }
}

/// `ipclust model verify`: whether a saved model is sound.
struct ModelVerifyCommand: Work {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify checksum and content of a saved model.",
    discussion: """
      Exit status: 0 sound, 65 no model or a damaged one, 66 missing, 78 of a later version.
      """)

  @OptionGroup var arguments: ModelFileArguments

  func status() throws -> ExitStatus {
    let (format, destination) = (try arguments.format(), try arguments.destination())
    let verdict: ModelVerdict
    var status = ExitStatus.done
    do throws(ModelRefusal) {
      let stored = try StoredModel(arguments.path, AnySavedModel.read)
      verdict = ModelVerdict(path: stored.path, checksum: stored.model.checksum, failure: nil)
    } catch {
      Message.show(error.description)
      status = error.status
      verdict = ModelVerdict(path: error.path, checksum: nil, failure: error.failure)
    }
    return arguments.finish(status, to: destination) { buffer in
      switch format {
      case .text: verdict.writeText(to: buffer)
      case .json: verdict.writeJSON(to: buffer)
      }
    }
  }
}
