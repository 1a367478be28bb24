import ArgumentParser
import Glibc
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
    var environment: [String: String] = [:]
    for name in ["STATE_DIRECTORY", "XDG_STATE_HOME", "HOME"] {
      // The text outlives the call, and nobody changes the environment.
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    guard let directory = StateStore.defaultDirectory(environment: environment) else {
      throw ValidationError(
        "expected --state DIR, because neither $STATE_DIRECTORY nor $XDG_STATE_HOME nor $HOME is set"
      )
    }
    return directory
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
