import Foundation

/// Python's `jsonschema` as the judge of documents; there is no validator for Swift.
enum SchemaJudge {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  static let isInstalled: Bool = {
    let result = try? run(["-W", "ignore", "-c", "import jsonschema"])
    return result?.status == 0
  }()

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
  static func missesOfSchemas() throws -> String {
    let result = try run(["-W", "ignore", tests.appending(path: "validate.py").path, schemas.path])
    return result.status == 0 ? "" : result.text + "status \(result.status)"
  }

  private static let schemas = tests.appending(path: "../../docs/schemas").standardizedFileURL

  private static func misses(_ documents: [String: [UInt8]]) throws -> String {
    let folder = URL.temporaryDirectory.appending(path: "ipclust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in documents {
      try Data(bytes).write(to: folder.appending(path: name))
    }
    let result = try run([
      "-W", "ignore", tests.appending(path: "validate.py").path, schemas.path, folder.path,
    ])
    return result.status == 0 ? "" : result.text + "status \(result.status)"
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
