import Foundation
import State
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct StateDirectoryTests {
  @Test func whatIsMadeIsForUsAlone() throws {
    let folder = try StateFolder()
    let store = try folder.store()
    try store.write { writer throws(StateFailure) in
      _ = try writer.insert(
        ScanEntry(
          startedSeconds: 0, captureCount: 0, packetCount: 0, findingCount: 0, status: "ok",
          note: ""))
    }
    #expect(try folder.mode() == 0o700)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.directory)
    #expect(Set(names).isSuperset(of: ["lock", "state.db", "state.db-wal"]))
    for name in names { #expect(try folder.mode(name) == 0o600, "\(name)") }
  }

  @Test func directoriesAboveAreMadeToo() throws {
    let folder = try StateFolder()
    let nested = folder.url.appending(path: "a/b/c/").path
    _ = try StateStore(writing: Array("\(nested)/".utf8))
    #expect(FileManager.default.fileExists(atPath: "\(nested)/state.db"))
  }

  @Test func aSecondWriterIsBusyAtOnceAndChangesNothing() throws {
    let folder = try StateFolder()
    let first = try folder.store()
    let before = try folder.contents()
    let clock = ContinuousClock()
    let start = clock.now
    let failure = try #require(folder.refusal())
    #expect(clock.now - start < .seconds(1))
    #expect(failure.class == .busy)
    #expect(
      failure.message
        == "another run holds '\(try folder.resolved("lock"))'; wait until it is done")
    #expect(try folder.contents() == before)
    _ = first.stateId
  }

  @Test func theLockIsGivenBackAtTheEnd() throws {
    let folder = try StateFolder()
    let identifier = try folder.store().stateId
    let again = try folder.store()
    #expect(again.stateId == identifier)
    #expect(identifier.count == 32 && identifier.allSatisfy(\.isHexDigit))
    #expect(try StateFolder().store().stateId != identifier)
  }

  @Test(arguments: [0o770, 0o707, 0o722])
  func aDirectoryThatOthersMayWriteIsRefused(_ mode: Int) throws {
    let folder = try StateFolder()
    try folder.make()
    chmod(folder.directory, mode_t(mode))
    let before = try folder.contents()
    let failure = try #require(folder.refusal())
    #expect(failure.class == .unsafeDirectory)
    #expect(failure.message.contains("its mode is \(String(mode, radix: 8))"))
    #expect(try folder.contents() == before)
  }

  @Test func aDatabaseThatOthersMayWriteIsRefused() throws {
    let folder = try StateFolder()
    try folder.make()
    chmod(folder.path("state.db"), 0o666)
    #expect(folder.refusal()?.class == .unsafeDirectory)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func aDirectoryOfSomebodyElseIsRefused() throws {
    let folder = try StateFolder()
    try folder.make()
    chown(folder.directory, 65534, 65534)
    let failure = try #require(folder.refusal())
    #expect(failure.class == .unsafeDirectory)
    #expect(failure.message.contains("belongs to user 65534"))
  }

  @Test(arguments: ["state.db", "lock"])
  func aLinkInTheDirectoryIsNotFollowed(_ name: String) throws {
    let folder = try StateFolder()
    try folder.make()
    let target = folder.url.appending(path: "target").path
    try FileManager.default.moveItem(atPath: folder.path(name), toPath: target)
    symlink(target, folder.path(name))
    let before = FileManager.default.contents(atPath: target)
    #expect(folder.refusal()?.class == .unsafeDirectory)
    #expect(FileManager.default.contents(atPath: target) == before)
  }

  @Test func aLinkToTheDirectoryIsFollowed() throws {
    let folder = try StateFolder()
    let identifier = try folder.store().stateId
    let link = folder.url.appending(path: "link").path
    symlink(folder.directory, link)
    #expect(try StateStore(writing: Array(link.utf8)).stateId == identifier)
  }

  @Test func aFileInThePlaceOfTheDirectoryIsNamed() throws {
    let folder = try StateFolder()
    try Data().write(to: URL(filePath: folder.directory))
    let failure = try #require(folder.refusal())
    #expect(failure.class == .ioError && failure.message.contains("Not a directory"))
  }

  @Test(arguments: [
    (["STATE_DIRECTORY": "/var/lib/a:/var/lib/b", "HOME": "/h"], "/var/lib/a"),
    (["STATE_DIRECTORY": "", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/ipclust"),
    (["XDG_STATE_HOME": "x", "HOME": "/h"], "/h/.local/state/ipclust"),
    (["HOME": "/h"], "/h/.local/state/ipclust"), (["HOME": ""], nil), ([:], nil),
  ])
  func theDefaultIsTheFirstPlaceThatIsNamed(_ environment: [String: String], _ place: String?) {
    #expect(
      StateStore.defaultDirectory(environment: environment) == place.map { Array($0.utf8) })
  }
}
