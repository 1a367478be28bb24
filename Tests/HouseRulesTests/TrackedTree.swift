import Foundation

/// One file of the repository.
struct TrackedFile: Sendable {
  /// From the root of the repository, with slashes.
  let path: String
  /// Absent for files that are not UTF-8 text.
  let text: String?
  /// Swift code with comments and string literals blanked; empty for other files.
  private let code: String

  init(path: String, text: String?) {
    self.path = path
    self.text = text
    code = path.hasSuffix(".swift") ? SwiftCode.blanked(text ?? "") : ""
  }

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isMarkdown: Bool { path.hasSuffix(".md") }
  var components: [Substring] { path.split(separator: "/") }

  /// The target that a source file belongs to.
  var sourceTarget: String? {
    components.first == "Sources" && components.count > 2 ? String(components[1]) : nil
  }

  /// The lines with their numbers from 1.
  var lines: [(number: Int, text: Substring)] {
    Self.numbered(text ?? "")
  }

  /// The same of Swift code whose comments and string literals are blanked.
  var codeLines: [(number: Int, text: Substring)] {
    Self.numbered(code)
  }

  private static func numbered(_ text: String) -> [(number: Int, text: Substring)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { (number: $0.offset + 1, text: $0.element) }
  }
}

/// The files that belong to the repository, in order of their paths.
struct TrackedTree: Sendable {
  let files: [TrackedFile]

  /// A made-up tree from texts by path.
  init(_ texts: [String: String]) {
    files = texts.sorted { $0.key < $1.key }.map { TrackedFile(path: $0.key, text: $0.value) }
  }

  /// Reads the files that git tracks or would track below `root`, or all of them without git.
  init(root: URL) throws {
    let paths = Self.pathsKnownToGit(root) ?? Self.pathsOnDisk(root)
    files = paths.sorted().compactMap { path in
      // A deleted file stays in git's index until the next commit.
      guard let data = try? Data(contentsOf: root.appending(path: path)) else { return nil }
      let isText = !data.contains(0)
      return TrackedFile(path: path, text: isText ? String(data: data, encoding: .utf8) : nil)
    }
  }

  /// The repository this test was built from: three folders above this file.
  static let ofThisPackage: TrackedTree = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let tree = try? TrackedTree(root: root) else { return TrackedTree([:]) }
    return tree
  }()

  func file(_ path: String) -> TrackedFile? { files.first { $0.path == path } }

  private static func pathsKnownToGit(_ root: URL) -> [String]? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    let listing = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    let paths = Set(listing.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    return paths.isEmpty ? nil : Array(paths)
  }

  private static func pathsOnDisk(_ root: URL) -> [String] {
    // What .gitignore names: made by the build, not by us.
    let ignored: Set = [".git", ".build", ".swiftpm", "Package.resolved"]
    guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
    var paths: [String] = []
    for case let path as String in walk {
      if ignored.contains(String(path.prefix { $0 != "/" })) {
        walk.skipDescendants()
        continue
      }
      var isDirectory: ObjCBool = false
      let full = root.appending(path: path).path
      if FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory),
        !isDirectory.boolValue
      {
        paths.append(path)
      }
    }
    return paths
  }
}
