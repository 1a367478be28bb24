import Records
import State
import Testing

@Suite struct CaptureTableTests {
  private static let capture = CaptureEntry(
    hash: Array(0..<32), headHash: Array(32..<64), byteCount: 4_000_000_000, standing: .growing,
    recordCount: 12, usedPacketCount: 9, skipped: [.noIP: 2, .badHeader: 1],
    firstTimestamp: Timestamp(seconds: -5, nanoseconds: 999_999_999, fractionDigitCount: 9),
    lastTimestamp: Timestamp(seconds: .max, nanoseconds: 500_000_000, fractionDigitCount: 1))

  @Test func capturesComeBackAsTheyWereInserted() throws {
    let folder = try StateFolder()
    var bare = Self.capture
    (bare.headHash, bare.skipped, bare.firstTimestamp, bare.lastTimestamp) = (nil, [:], nil, nil)
    let ids = try folder.store().write { writer throws(StateFailure) in
      [try writer.insert(Self.capture), try writer.insert(bare)]
    }
    #expect(ids == [1, 2])
    try folder.store().read { reader throws(StateFailure) in
      for (id, capture) in zip(ids, [Self.capture, bare]) {
        var expected = capture
        expected.id = id
        #expect(try reader.capture(id) == expected)
        #expect(
          try reader.capture(id)?.lastTimestamp?.fractionDigitCount
            == capture.lastTimestamp?.fractionDigitCount)
      }
      #expect(try reader.capture(3) == nil)
    }
  }

  @Test func capturesAreFoundByEitherHashInTheOrderInWhichTheyCame() throws {
    let folder = try StateFolder()
    let store = try folder.store()
    var other = Self.capture
    other.hash = [9]
    try store.write { writer throws(StateFailure) in
      for capture in [Self.capture, other, Self.capture] { try writer.insert(capture) }
    }
    try store.read { reader throws(StateFailure) in
      #expect(try reader.captures(hash: Self.capture.hash).map(\.id) == [1, 3])
      #expect(try reader.captures(headHash: Array(32..<64)).map(\.id) == [1, 2, 3])
      #expect(try reader.captures(hash: [9]).map(\.id) == [2])
      #expect(try reader.captures(hash: []).isEmpty)
    }
  }

  @Test func anUpdateTakesThePlaceOfAll() throws {
    let store = try StateFolder().store()
    var grown = CaptureEntry(
      hash: [1], headHash: nil, byteCount: 5, standing: .complete, recordCount: 1,
      usedPacketCount: 1, skipped: [.tooDeep: .max], firstTimestamp: nil, lastTimestamp: nil)
    try store.write { writer throws(StateFailure) in
      grown.id = try writer.insert(Self.capture)
      try writer.update(grown)
      #expect(try writer.reader.capture(grown.id) == grown)
    }
    #expect(
      try store.read { reader throws(StateFailure) in try reader.capture(grown.id) } == grown)
  }

  private static func file(_ path: [UInt8], _ verdict: KnownFile.Verdict) -> KnownFile {
    KnownFile(
      path: InputPath(bytes: path),
      identity: KnownFile.Identity(
        device: .max, node: .max - 1, byteCount: 1 << 40, modificationSeconds: -1,
        modificationNanoseconds: 999_999_999), verdict: verdict)
  }

  @Test func filesComeBackInTheOrderOfTheBytesOfTheirPaths() throws {
    let folder = try StateFolder()
    let files = [
      Self.file(Array("A".utf8), .ignored("empty-file")),
      Self.file(Array("a".utf8), .capture(1)),
      Self.file(Array("a/b".utf8), .unreadable("permission-denied", message: "not 'ours'")),
      Self.file([0x61, 0xff, 0x00], .ignored("")),
    ]
    try folder.store().write { writer throws(StateFailure) in
      try writer.insert(Self.capture)
      for file in files.reversed() { try writer.put(file) }
    }
    #expect(
      try folder.store().read { reader throws(StateFailure) in try reader.knownFiles() } == files)
  }

  @Test func aFileTakesThePlaceOfThatOfItsPathAndIsForgotten() throws {
    let store = try StateFolder().store()
    let path = Array("a".utf8)
    try store.write { writer throws(StateFailure) in
      try writer.insert(Self.capture)
      try writer.put(Self.file(path, .ignored("empty-file")))
      try writer.put(Self.file(path, .capture(1)))
      #expect(try writer.reader.knownFiles() == [Self.file(path, .capture(1))])
      try writer.forget(InputPath(bytes: path))
      try writer.forget(InputPath("never seen"))
      #expect(try writer.reader.knownFiles().isEmpty)
      #expect(try writer.reader.capture(1) != nil)
    }
  }
}
