import ArgumentParser
import Detection
import Records
import Scanning

/// Which table of features is made of a log.
struct LoginTableArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Features of a row: course (failing user names, day of the week, hour) or extended (also reasons, "
        + "addresses, successes and what led up to the minute).",
      valueName: "name"), completion: .list(LoginFeatureTable.allCases.map(\.rawValue)))
  var features = LoginFeatureTable.course.rawValue

  @Option(
    help: ArgumentHelp(
      "Time of a row: 30s, 1min, 5min, 1h; a day must be a whole number of them.",
      valueName: "step"))
  var resolution = "1min"

  func table() throws -> LoginFeatureTable {
    try OptionValue("--features", features).choice(LoginFeatureTable.self)
  }

  /// Seconds of a row.
  func periodSeconds() throws -> Int64 {
    guard let step = LoginLog.resolution(resolution) else {
      throw OptionValue("--resolution", resolution).unexpected(
        "a time such as '30s', '1min', '5min' or '1h', of which a day is a whole number")
    }
    guard try table().hasRows(ofSeconds: step.seconds) else {
      throw OptionValue("--resolution", resolution).unexpected(
        "'1min', the time of the rows of --features \(features)")
    }
    return step.seconds
  }
}
