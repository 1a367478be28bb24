import Foundation
import Readers
import Records

/// A directory tree of its own, gone with the object; names are bytes.
final class TestTree {
  let url: URL
  var root: InputPath { InputPath(url.path) }

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "tree-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // FileManager cannot name what is not UTF-8 or too deep.
    let process = Process()
    process.executableURL = URL(filePath: "/bin/rm")
    process.arguments = ["-rf", url.path]
    guard (try? process.run()) != nil else { return }
    process.waitUntilExit()
  }

  func path(_ name: [UInt8]) -> InputPath {
    InputPath(bytes: Array(url.path.utf8) + [UInt8(ascii: "/")] + name)
  }

  func path(_ name: String) -> InputPath { path(Array(name.utf8)) }

  func directory(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appending(path: name), withIntermediateDirectories: true)
  }

  /// Writes a file, also under a name that is not UTF-8.
  @discardableResult
  func write(_ bytes: [UInt8], to name: [UInt8]) -> InputPath {
    let path = path(name)
    let file = unsafe open(
      path.bytes.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    precondition(file >= 0, "a test may write to its own directory")
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    handle.write(Data(bytes))
    return path
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) -> InputPath {
    write(bytes, to: Array(name.utf8))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: url.appending(path: name).path, withDestinationPath: target)
  }

  func pipe(_ name: String) {
    precondition(mkfifo(url.appending(path: name).path, 0o600) == 0, "a pipe can be made here")
  }

  /// The names below the root of what `sources` are.
  func names(_ sources: [InputSource]) -> [String] {
    sources.map { String($0.path.text.dropFirst(url.path.count + 1)) }
  }
}
