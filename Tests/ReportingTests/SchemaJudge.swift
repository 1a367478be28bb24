import Foundation
import Synchronization

/// Python's `jsonschema` as the judge of documents; there is no validator for Swift.
///
/// One judge sits for all tests, because it takes ten times longer to start than to judge.
enum SchemaJudge {
  private static let judge = JudgeProcess()

  static var isInstalled: Bool { judge != nil }

  /// What docs/schemas has against a JSON and an NDJSON document; empty when nothing.
  static func misses(json: [UInt8], ndjson: [UInt8]) throws -> String {
    try misses(["report.json": json, "report.ndjson": ndjson])
  }

  /// What docs/schemas has against the records of an extract; empty when nothing.
  static func misses(extract: [UInt8]) throws -> String {
    try misses(["extract.ndjson": extract])
  }

  /// What docs/schemas has against alerts, one a line; empty when nothing.
  static func misses(alerts: [UInt8]) throws -> String {
    try misses(["alerts.ndjson": alerts])
  }

  /// What docs/schemas has against a model file; empty when nothing.
  static func misses(model: [UInt8]) throws -> String {
    try misses(["saved.model": model])
  }

  /// What docs/schemas has against documents, each by the name of its schema: `logins-detect`.
  static func misses(_ documents: [(schema: String, bytes: [UInt8])]) throws -> String {
    try misses(
      Dictionary(uniqueKeysWithValues: documents.map { ("\($0.schema).json", $0.bytes) }))
  }

  /// What docs/schemas has against the records of a minute table; empty when nothing.
  static func misses(minuteRecords: [UInt8]) throws -> String {
    try misses(["logins-features.ndjson": minuteRecords])
  }

  /// What docs/schemas has against the lines of `logins follow`; empty when nothing.
  static func misses(predictions: [UInt8]) throws -> String {
    try misses(["logins-follow.ndjson": predictions])
  }

  /// What docs/schemas has against the lines of `diff`; empty when nothing.
  static func misses(changes: [UInt8]) throws -> String {
    try misses(["diff.ndjson": changes])
  }

  /// What is wrong with the schemas themselves; empty when nothing.
  static func missesOfSchemas() throws -> String { try answer("") }

  private static func misses(_ documents: [String: [UInt8]]) throws -> String {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in documents {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    return try answer(folder.path)
  }

  private static func answer(_ question: String) throws -> String {
    guard let judge else { return "there is no judge" }
    return try judge.answer(question).map { $0 + "\n" }.joined()
  }
}

/// `validate.py`, which ends with the tests: then nothing more is to be read.
private final class JudgeProcess: Sendable {
  private let turn = Mutex(())
  private let questions: FileHandle
  private let answers: FileHandle

  /// Nil where Python has no `jsonschema`.
  init?() {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let schemas = tests.appending(path: "../../docs/schemas").standardizedFileURL
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-W", "ignore", tests.appending(path: "validate.py").path, schemas.path,
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    questions = input.fileHandleForWriting
    answers = output.fileHandleForReading
    // It speaks first, so that nobody writes to one that could not start.
    guard (try? process.run()) != nil, (try? nextAnswer()) == [] else { return nil }
  }

  func answer(_ question: String) throws -> [String] {
    try turn.withLock { _ in
      try questions.write(contentsOf: Data("\(question)\n".utf8))
      return try nextAnswer()
    }
  }

  private func nextAnswer() throws -> [String] {
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let part = answers.availableData
      guard !part.isEmpty else { throw CocoaError(.fileReadUnknown) }
      line += part
    }
    return try JSONDecoder().decode([String].self, from: line)
  }
}
