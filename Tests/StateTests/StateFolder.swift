import Foundation
import GRDB
import State

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A directory of its own for the state of a test, gone with the object.
final class StateFolder {
  /// Above the state, which lies in `state`.
  let url: URL

  init() throws {
    url = URL.temporaryDirectory.appending(path: "state-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // Where a test has taken the right to write.
    chmod(directory, 0o700)
    try? FileManager.default.removeItem(at: url)
  }

  var directory: String { url.appending(path: "state").path }

  var bytes: [UInt8] { Array(directory.utf8) }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  func store() throws -> StateStore { try StateStore(writing: bytes) }

  /// What is refused, and why.
  func refusal() -> StateFailure? { Self.failure { _ = try store() } }

  static func failure(_ body: () throws -> Void) -> StateFailure? {
    do {
      try body()
      return nil
    } catch {
      return error as? StateFailure
    }
  }

  /// Makes a state, changes it as given, and has it closed again.
  func make(_ body: (StateWriter) throws(StateFailure) -> Void = { _ in }) throws {
    try store().write(body)
  }

  /// Runs SQL on the database as another program would.
  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path("state.db"))
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// The bytes of every file.
  func contents() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(filePath: path($0))))
      })
  }

  /// The permissions of a file, or of the directory itself.
  func mode(_ name: String = ".") throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return attributes[.posixPermissions] as? Int ?? -1
  }
}
