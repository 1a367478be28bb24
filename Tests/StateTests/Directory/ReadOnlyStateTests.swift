import Foundation
import State
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct ReadOnlyStateTests {
  /// Runs `body` without the right of root to write everywhere; false where that cannot be.
  ///
  /// The user for access to files is one of each thread on Linux, so nobody else notices.
  private static func asNobody(_ body: () throws -> Void) rethrows -> Bool {
    guard geteuid() == 0 else {
      try body()
      return true
    }
    guard let symbol = dlsym(nil, "setfsuid") else { return false }
    // The very signature of setfsuid(2).
    let setUser = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
    _ = setUser(65534)
    defer { _ = setUser(0) }
    try body()
    return true
  }

  private static let canBecomeNobody = asNobody {}

  @Test(.enabled(if: canBecomeNobody, "root may write everywhere here"))
  func aDirectoryThatCannotBeWrittenIsReadOnly() throws {
    let folder = try StateFolder()
    try folder.make()
    let before = try folder.contents()
    chmod(folder.directory, 0o555)
    var failure: StateFailure?
    _ = Self.asNobody { failure = folder.refusal() }
    #expect(failure?.class == .readOnly)
    #expect(
      failure?.message
        == "'\(try folder.resolved())': cannot write in the directory: Permission denied; "
        + "use a directory that may be written, by --state")
    #expect(try folder.contents() == before)
  }

  @Test(.enabled(if: canBecomeNobody, "root may write everywhere here"))
  func aDirectoryThatCannotBeMadeIsReadOnly() throws {
    let folder = try StateFolder()
    chmod(folder.url.path, 0o555)
    defer { chmod(folder.url.path, 0o755) }
    var failure: StateFailure?
    _ = Self.asNobody { failure = folder.refusal() }
    #expect(failure?.class == .readOnly)
    #expect(!FileManager.default.fileExists(atPath: folder.directory))
  }

  @Test(.enabled(if: canBecomeNobody, "root may write everywhere here"))
  func aStateThatCannotBeWrittenCanBeRead() throws {
    let folder = try StateFolder()
    let identifier = try folder.store().stateId
    chmod(folder.directory, 0o555)
    chmod(folder.path("state.db"), 0o444)
    var found: String?
    _ = try Self.asNobody { found = try StateStore(reading: folder.bytes).stateId }
    #expect(found == identifier)
  }

  @Test func readingMakesNothingWhereNothingIs() throws {
    let folder = try StateFolder()
    let failure = StateFolder.failure { _ = try StateStore(reading: folder.bytes) }
    #expect(failure?.class == .notFound)
    try FileManager.default.createDirectory(
      atPath: folder.directory, withIntermediateDirectories: true)
    let second = StateFolder.failure { _ = try StateStore(reading: folder.bytes) }
    #expect(second?.class == .notFound)
    #expect(try folder.contents().isEmpty)
  }

  @Test func aReaderSeesWhatAWriterHasWrittenAndCannotWrite() throws {
    let folder = try StateFolder()
    let writer = try folder.store()
    let reader = try StateStore(reading: folder.bytes)
    #expect(reader.stateId == writer.stateId)
    let scan = ScanEntry(
      startedSeconds: 1, captureCount: 2, packetCount: 3, findingCount: 4, status: "ok", note: "")
    try writer.write { writer throws(StateFailure) in _ = try writer.insert(scan) }
    #expect(
      try reader.read { reader throws(StateFailure) in try reader.scans(limit: 9).count } == 1)
    let failure = StateFolder.failure {
      try reader.write { writer throws(StateFailure) in _ = try writer.insert(scan) }
    }
    #expect(failure?.class == .readOnly)
  }
}

extension StateFolder {
  /// The path without links, as messages have it.
  func resolved(_ name: String? = nil) throws -> String {
    let path = realpath(directory, nil)
    defer { free(path) }
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    return String(cString: path) + (name.map { "/" + $0 } ?? "")
  }
}
