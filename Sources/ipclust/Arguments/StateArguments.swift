import ArgumentParser
import State

/// Where a tool that remembers keeps what it knows.
struct StateArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Directory that holds what is remembered. (default: the first of $STATE_DIRECTORY, else \
      $XDG_STATE_HOME/ipclust, else ~/.local/state/ipclust)
      """,
      valueName: "dir"),
    completion: .directory)
  var state: String?

  /// The directory as bytes.
  func directory() throws -> [UInt8] {
    if let state {
      guard !state.isEmpty else { throw OptionValue("--state", state).unexpected("a directory") }
      return RawArguments.bytes(of: state)
    }
    guard let directory = StateStore.defaultDirectory(environment: Environment.all) else {
      throw ValidationError(
        "expected --state DIR, because neither $STATE_DIRECTORY nor $XDG_STATE_HOME nor $HOME is set"
      )
    }
    return RawArguments.bytes(of: String(decoding: directory, as: UTF8.self))
  }
}

extension StateFailure: Refusal {
  var status: ExitStatus {
    switch self.class {
    case .busy: .busy
    case .newerSchema: .badConfiguration
    case .notFound: .missingInput
    case .readOnly, .full, .ioError, .corruptDatabase, .notADatabase, .unsafeDirectory:
      .cannotWriteOutput
    }
  }
}
