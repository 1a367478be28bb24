import Foundation
import TestSupport
import Testing

/// Runs the `ipclust` that was built beside the tests, as a user's shell would.
struct BuiltCommand {
  struct Result {
    let status: Int32
    /// Whether a signal ended the program, in which case `status` is its number.
    let wasKilled: Bool
    let output: Data
    let error: Data

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: error, as: UTF8.self) }
  }

  /// `ipclust` in the build folder, which also holds the test bundle.
  static let path: String = {
    // `swift test` names the bundle either as the program or in --test-bundle-path.
    let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") }
    precondition(bundle != nil, "tests run from an .xctest bundle")
    return URL(filePath: bundle ?? "").deletingLastPathComponent().appending(path: "ipclust").path
  }()

  /// Runs `ipclust` with `arguments`, no input unless given, and nothing of our environment that
  /// changes how output looks.
  ///
  /// - Parameter signal: sent once the program had time to start waiting for something, and
  ///   followed by SIGKILL if it is still there long after.
  static func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
    signal: Int32? = nil
  ) throws -> Result {
    try start(path, arguments, input: input, environment: environment, signal: signal)
  }

  /// Runs `ipclust-bench`, which is built beside it.
  static func bench(_ arguments: [String]) throws -> Result {
    try start(path + "-bench", arguments, input: Data(), environment: [:])
  }

  /// Runs `script` in sh, in which `$IPCLUST` is the program.
  static func shell(_ script: String, environment: [String: String] = [:]) throws -> Result {
    try start("/bin/sh", ["-c", script], input: Data(), environment: environment)
  }

  /// Longer than any of them takes: so one that waits for ever does not keep the other tests from
  /// reporting.
  private static let limitSeconds = 120.0
  /// What a program that was ended for taking too long counts as, like that of `timeout`.
  private static let lateStatus: Int32 = 124

  private static func start(
    _ program: String, _ arguments: [String], input: Data, environment: [String: String],
    signal: Int32? = nil
  ) throws -> Result {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: however much is written, nobody waits for anybody.
    let names = ["input", "output", "error"].map { folder.appending(path: $0) }
    try input.write(to: names[0])
    try Data().write(to: names[1])
    try Data().write(to: names[2])
    let inherited = ProcessInfo.processInfo.environment
    let variables = [
      "PATH": inherited["PATH"] ?? "/usr/bin:/bin", "IPCLUST": path, "LC_ALL": "C",
      "LD_LIBRARY_PATH": inherited["LD_LIBRARY_PATH"] ?? "",
    ].merging(environment) { $1 }
    let ending = try ChildProcess.run(
      program, arguments, environment: variables,
      files: (names[0].path, names[1].path, names[2].path),
      // A signal ends it, or it never ends.
      limitSeconds: signal == nil ? limitSeconds : secondsAfterSignal
    ) { child in
      guard let signal else { return }
      Thread.sleep(forTimeInterval: 0.3)
      kill(child, signal)
    }
    return Result(
      status: ending.wasLate && signal == nil ? lateStatus : ending.status,
      wasKilled: ending.wasKilled, output: try Data(contentsOf: names[1]),
      error: try Data(contentsOf: names[2]))
  }

  private static let secondsAfterSignal = 10.0
}

/// Texts kept beside the tests; `RECORD_GOLDENS=1` writes them anew, then the diff is read.
enum Golden {
  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens").appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(
      text == golden, "differs from Goldens/\(name); RECORD_GOLDENS=1 records it",
      sourceLocation: sourceLocation)
  }
}
