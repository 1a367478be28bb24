import Foundation
import Readers
import Records
import Testing

@Suite struct InputListingTests {
  private let tree: TestTree

  init() throws {
    tree = try TestTree()
  }

  private func list(_ paths: [InputPath], isRecursive: Bool = false) -> [InputSource] {
    InputListing(isRecursive: isRecursive).sources(of: paths.map(InputRequest.path))
  }

  // MARK: Directories

  @Test func listsTheFilesOfADirectoryButNotThoseBelow() throws {
    try tree.directory("below")
    for name in ["b", "a", "below/c"] { tree.write([], to: name) }
    #expect(tree.names(list([tree.root])) == ["a", "b"])
    #expect(tree.names(list([tree.root], isRecursive: true)) == ["a", "b", "below/c"])
  }

  @Test func ordersFullPathsByTheirBytes() throws {
    // '-' < '/' < '0', and 0xff behind all of them.
    try tree.directory("a")
    for name in ["a/x", "a-", "a0", "B"] { tree.write([], to: name) }
    tree.write([], to: [0xff])
    let sources = list([tree.root], isRecursive: true)
    #expect(tree.names(sources) == ["B", "a-", "a/x", "a0", "\u{fffd}"])
    #expect(sources.last?.path == tree.path([0xff]))
  }

  @Test func keepsTheOrderOfTheRequests() throws {
    try tree.directory("day")
    for name in ["z", "day/2", "day/1", "a"] { tree.write([], to: name) }
    let sources = list([tree.path("z"), tree.path("day"), tree.path("a")])
    #expect(tree.names(sources) == ["z", "day/1", "day/2", "a"])
    #expect(sources.map(\.isFound) == [false, true, true, false])
  }

  @Test func followsALinkThatIsNamedButNoneThatIsFound() throws {
    try tree.directory("day")
    tree.write([], to: "day/1")
    try tree.link("today", to: "day")
    try tree.link("day/self", to: "..")
    try tree.link("day/loop", to: "loop")
    let sources = list([tree.path("today")], isRecursive: true)
    #expect(tree.names(sources) == ["today/1", "today/loop", "today/self"])
    #expect(
      sources.map(\.standing) == [.readable, .ignored(.symbolicLink), .ignored(.symbolicLink)])
  }

  @Test func doesNotOpenPipesAndSockets() throws {
    tree.pipe("pipe")
    #expect(list([tree.root]).map(\.standing) == [.ignored(.notRegularFile)])
    // Named, it is an input.
    #expect(list([tree.path("pipe")]).map(\.standing) == [.readable])
  }

  @Test func aSlashAtTheEndMakesNoDifference() throws {
    tree.write(TestCapture.five, to: "a")
    let slashed = InputPath(bytes: tree.root.bytes + Array("//".utf8))
    let sources = list([slashed])
    #expect(sources.map(\.path.bytes) == [slashed.bytes + Array("a".utf8)])
    #expect(try Reading(#require(sources.first)).summary.usedPacketCount == 5)
  }

  @Test func saysWhichDirectoryCannotBeListed() throws {
    let missing = try #require(list([tree.path("gone")]).first)
    #expect(Reading(missing).summary.failure?.class == .notFound)
    #expect(list([tree.root]).isEmpty)
  }

  /// Makes `count` directories called `name` in one another, and returns the innermost, open.
  private func nest(_ count: Int, _ name: String) -> Int32 {
    var directory = open(tree.url.path, O_RDONLY | O_DIRECTORY)
    for _ in 0..<count {
      #expect(mkdirat(directory, name, 0o755) == 0)
      let below = openat(directory, name, O_RDONLY | O_DIRECTORY)
      close(directory)
      directory = below
    }
    return directory
  }

  @Test func readsWhatLiesDeeperThanAnyPathMayBeLong() throws {
    // 60 × 101 bytes; 4096 is the longest path that the system takes at once.
    let directory = nest(60, String(repeating: "d", count: 100))
    let file = openat(directory, "deep.pcap", O_WRONLY | O_CREAT, 0o644)
    try FileHandle(fileDescriptor: file, closeOnDealloc: true)
      .write(contentsOf: Data(TestCapture.five))
    close(directory)
    let sources = list([tree.root], isRecursive: true)
    let deep = try #require(sources.first)
    #expect(sources.count == 1 && deep.path.bytes.count > 6_000)
    #expect(Reading(deep).summary.usedPacketCount == 5)
    // Named in full it is more than the system takes, which is said.
    #expect(Reading(deep.path).summary.failure?.class == .notFound)
  }

  @Test func entersSoManyDirectoriesAndSaysWhereItEnds() throws {
    tree.write(TestCapture.five, to: "file")
    close(nest(1_030, "d"))
    let sources = list([tree.root], isRecursive: true)
    let end = try #require(sources.first)
    #expect(sources.count == 2 && end.path.bytes.count == tree.root.bytes.count + 2 * 1_025)
    #expect(Reading(end).summary.failure?.class == .tooLarge)
  }

  @Test func takesFewDescriptors() throws {
    for index in 0..<300 {
      try tree.directory("d\(index)")
      tree.write(TestCapture.five, to: "d\(index)/file")
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    let sources = list([tree.root], isRecursive: true)
    let readings = sources.map { Reading($0) }
    let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(readings.allSatisfy { $0.summary.usedPacketCount == 5 } && readings.count == 300)
    // Other tests run at the same time, but not 300 of them.
    #expect(after < before + 100)
  }

  @Test func stopsWhenCancelled() throws {
    try tree.directory("a/b/c")
    tree.write([], to: "a/b/c/d")
    let requests = [InputRequest.path(tree.root)]
    var answers = [false, false].makeIterator()
    let listing = InputListing(isRecursive: true)
    #expect(listing.sources(of: requests, isCancelled: { answers.next() ?? true }).isEmpty)
  }

  // MARK: Found files

  @Test func whatIsFoundButNotRecognizedIsIgnored() throws {
    let contents: [(String, [UInt8], IgnoredInput.Reason?)] = [
      ("capture", TestCapture.five, nil),
      ("cut", Array(TestCapture.five.dropLast()), nil),
      ("cut-header", Array(TestCapture.five.prefix(20)), nil),
      ("bad-gzip", Array(TestGzip.member(TestCapture.five).prefix(40)), nil),
      ("empty", [], .emptyFile),
      ("gzip-of-nothing", TestGzip.member([]), .emptyFile),
      (
        "prose", Array("Dear reader, what follows is no capture of anything at all.\n".utf8),
        .notACapture
      ),
      ("snoop", Array("snoop\0\0\0\0\0\0\u{2}\0\0\0\u{4}".utf8), .unsupportedFormat),
      ("zip", Array("PK\u{3}\u{4}and so on, and so on".utf8), .unsupportedCompression),
      ("table", Array("name,age,town\nx,1,y\n".utf8), .missingColumns),
      ("utf16", [0xff, 0xfe, 0x31, 0, 0x2e, 0, 0x31, 0, 0x2e, 0, 0x31, 0, 0x2e, 0], .encoding),
    ]
    for (name, bytes, _) in contents { tree.write(bytes, to: name) }
    let sources = list([tree.root])
    for (name, _, reason) in contents {
      let found = try #require(sources.first { $0.path == tree.path(name) })
      #expect(found.reasonToIgnore(Reading(found).summary) == reason, "\(name)")
      let named = InputSource(path: found.path)
      #expect(named.reasonToIgnore(Reading(named).summary) == nil, "\(name)")
    }
  }

  @Test func aPlaceThatChangedSinceItWasListedIsNotOpened() throws {
    try tree.directory("day")
    for name in ["link", "pipe", "directory", "gone", "day/below"] {
      tree.write(TestCapture.five, to: name)
    }
    let sources = list([tree.root], isRecursive: true)
    for name in ["link", "pipe", "directory", "gone", "day/below", "day"] {
      try FileManager.default.removeItem(at: tree.url.appending(path: name))
    }
    tree.write(TestCapture.five, to: "other")
    try tree.link("link", to: "other")
    tree.pipe("pipe")
    try tree.directory("directory")
    try tree.directory("elsewhere")
    tree.write(TestCapture.five, to: "elsewhere/below")
    try tree.link("day", to: "elsewhere")
    let failures = sources.map { Reading($0).summary.failure?.class }
    #expect(tree.names(sources) == ["day/below", "directory", "gone", "link", "pipe"])
    #expect(failures == [.notFound, .isADirectory, .notFound, .notRegularFile, .notRegularFile])
  }
}

@Suite struct PathListTests {
  private let tree: TestTree

  init() throws {
    tree = try TestTree()
  }

  private func list(_ text: [UInt8], isNullTerminated: Bool = false) -> [InputSource] {
    let list = tree.write(text, to: "list")
    return InputListing(isRecursive: false)
      .sources(of: [.list(list, isNullTerminated: isNullTerminated)])
  }

  private func paths(_ sources: [InputSource]) -> [String] { sources.map(\.path.text) }

  @Test func takesAPathALine() {
    #expect(paths(list(Array("b\n\na b\r\n \t\n./-c\nlast".utf8))) == ["b", "a b", "./-c", "last"])
    #expect(list([]).isEmpty)
  }

  @Test func takesPathsThatEndInAZeroByte() {
    let sources = list(Array("b\n\0\0 \0\r\0last".utf8), isNullTerminated: true)
    #expect(paths(sources) == ["b\n", " ", "\r", "last"])
    #expect(list([0xff, 0, 0xfe], isNullTerminated: true).map(\.path.bytes) == [[0xff], [0xfe]])
  }

  @Test func expandsDirectoriesAndKeepsTheOrder() throws {
    try tree.directory("day")
    for name in ["day/2", "day/1", "z"] { tree.write([], to: name) }
    let text = ["z", "day", "absent"].map { tree.path($0).text + "\n" }.joined()
    let sources = list(Array(text.utf8))
    #expect(tree.names(sources) == ["z", "day/1", "day/2", "absent"])
    #expect(sources.map(\.isFound) == [false, true, true, false])
  }

  @Test func refusesWhatIsNoListOfPaths() throws {
    for (text, isNullTerminated) in [
      (Array("a\nb".utf8) + [0] + Array("c\nd\n".utf8), false),
      (Array("a\n".utf8) + [UInt8](repeating: 0x78, count: 2 << 20) + Array("\nd\n".utf8), false),
      (Array("a\0".utf8) + [UInt8](repeating: 0x78, count: 2 << 20), true),
    ] {
      let sources = list(text, isNullTerminated: isNullTerminated)
      #expect(paths(sources) == ["a", tree.path("list").text])
      guard case .failed(let failure) = sources.last?.standing else {
        Issue.record("the list has no failure")
        continue
      }
      #expect(failure.class == .malformed && failure.record == 2)
    }
  }

  @Test func saysThatTheListIsMissing() throws {
    let missing = tree.path("missing")
    let sources = InputListing(isRecursive: false)
      .sources(of: [.list(missing, isNullTerminated: false), .path(tree.path("a"))])
    #expect(sources.map(\.path) == [missing, tree.path("a")])
    let reading = try Reading(#require(sources.first))
    #expect(reading.summary.status == .error && reading.summary.failure?.class == .notFound)
  }

  @Test func standardInputIsReadOnce() {
    let sources = list(Array("-\n-\n".utf8))
    #expect(paths(sources) == ["-", "-"] && sources.map(\.standing).first == .readable)
    guard case .failed = sources.last?.standing else {
      Issue.record("standard input is named twice")
      return
    }
  }
}
