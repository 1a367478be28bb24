import Foundation
import Records

/// A folder of its own for the files of a test, gone with the object.
final class TestFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "scanning-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Where a file of this name lies or would lie.
  func path(_ name: String) -> InputPath {
    InputPath(url.appending(path: name).path)
  }

  func write(_ bytes: [UInt8], to name: String) throws -> InputPath {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }

  func write(_ text: String, to name: String) throws -> InputPath {
    try write(Array(text.utf8), to: name)
  }

  func write(lines: [String], to name: String) throws -> InputPath {
    try write(lines.map { $0 + "\n" }.joined(), to: name)
  }
}
