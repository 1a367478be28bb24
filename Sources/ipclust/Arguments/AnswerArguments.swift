import ArgumentParser
import Reporting

/// How a short answer is written: on standard output, for people or for programs.
struct AnswerArguments: ParsableArguments {
  @Option(
    name: .customLong("format"), help: "text to read, or json for programs.",
    completion: .list(["text", "json"]))
  var formatName = "text"

  private enum Format: String, CaseIterable {
    case text
    case json
  }

  func isJSON() throws -> Bool {
    try OptionValue("--format", formatName).choice(Format.self) == .json
  }

  /// Writes the answer, and gives the more important of `status` and what came of it.
  func finish(_ status: ExitStatus, _ render: (OutputBuffer) -> Void) -> ExitStatus {
    var statuses: Set = [status]
    do throws(OutputFailure) {
      try Output(nil).write(render)
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      statuses.insert(error.status)
    }
    if let interruption = Interruption.status { statuses.insert(interruption) }
    return .mostImportant(of: statuses)
  }
}
