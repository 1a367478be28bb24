import Foundation
import Testing

@testable import Watching

@Suite struct LineLedgerTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func ledger(_ calls: FileCalls = FileCalls()) throws -> LineLedger {
    try LineLedger(folder.path("lines"), calls: calls) { $0.first == UInt8(ascii: "l") }
  }

  private func lines(_ ledger: LineLedger, first limit: Int = 100) throws -> [String] {
    var lines: [String] = []
    try ledger.forEachLine(first: limit) { _, head in
      lines.append(String(decoding: head, as: UTF8.self))
    }
    return lines
  }

  @Test func linesStayInOrderOverRuns() throws {
    for number in 1...3 {
      let ledger = try ledger()
      try ledger.append(Array("line \(number)\n".utf8))
      try ledger.settle()
    }
    #expect(try folder.text("lines") == "line 1\nline 2\nline 3\n")
    #expect(try lines(try ledger()) == ["line 1", "line 2", "line 3"])
  }

  /// Every place at which a crash can cut a file.
  @Test func aTornLastLineIsCutAndNoOther() throws {
    let whole = Array("line one\nline two\nline three\n".utf8)
    for count in 0...whole.count {
      try folder.write(Array(whole.prefix(count)), to: "lines")
      let ledger = try ledger()
      let kept = whole.prefix(count).lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
      #expect(try folder.bytes("lines") == Array(whole.prefix(kept)))
      #expect(ledger.byteCount == kept)
      try ledger.append(Array("line next\n".utf8))
      #expect(try folder.bytes("lines") == whole.prefix(kept) + Array("line next\n".utf8))
    }
  }

  @Test func aTornLineLongerThanAChunkIsCut() throws {
    try folder.write(
      Array("line\n".utf8) + [UInt8](repeating: 0x78, count: 200_000), to: "lines")
    #expect(try ledger().byteCount == 5)
    #expect(try folder.text("lines") == "line\n")
  }

  @Test func whatIsNotOursIsLeftAlone() throws {
    try folder.write(Array("other\ntorn".utf8), to: "lines")
    #expect(throws: LineLedgerFailure(folder.path("lines"), .foreign)) { try ledger() }
    #expect(try folder.text("lines") == "other\ntorn")
    try FileManager.default.removeItem(at: folder.url.appending(path: "lines"))
    #expect(mkfifo(folder.url.appending(path: "lines").path, 0o600) == 0)
    #expect(throws: LineLedgerFailure(folder.path("lines"), .foreign)) { try ledger() }
    #expect(
      throws: LineLedgerFailure(
        Array(folder.url.path.utf8), .system(EISDIR, isOpening: true))
    ) {
      try LineLedger(Array(folder.url.path.utf8)) { _ in true }
    }
  }

  @Test func oneProcessWritesAtATime() throws {
    let first = try ledger()
    try first.append(Array("line\n".utf8))
    for _ in 0..<3 {
      #expect(throws: LineLedgerFailure(folder.path("lines"), .busy)) { try ledger() }
    }
    #expect(try folder.text("lines") == "line\n")
    withExtendedLifetime(first) {}
  }

  /// A descriptor that stayed open would hold the lock, and the next would find the file busy.
  @Test func refusalsLeaveNothingOpen() throws {
    try folder.write(Array("other\n".utf8), to: "lines")
    for _ in 0..<3 {
      #expect(throws: LineLedgerFailure(folder.path("lines"), .foreign)) { try ledger() }
    }
    try folder.write(Array("line\n".utf8), to: "lines")
    #expect(try ledger().byteCount == 5)
  }

  @Test(arguments: [ENOSPC, EIO, EFBIG, EDQUOT])
  func aRefusedLineLeavesNoTrace(_ errorNumber: Int32) throws {
    let disk = FailingCalls()
    let ledger = try ledger(disk.calls)
    try ledger.append(Array("line 1\n".utf8))
    disk.refusedWrites = [disk.writeCount + 1: errorNumber]
    disk.tornByteCount = 3
    #expect(
      throws: LineLedgerFailure(folder.path("lines"), .system(errorNumber, isOpening: false))
    ) {
      try ledger.append(Array("line 2\n".utf8))
    }
    #expect(try folder.text("lines") == "line 1\n")
    try ledger.append(Array("line 3\n".utf8))
    #expect(try folder.text("lines") == "line 1\nline 3\n")
  }

  @Test func linesThatCannotBeMadeDurableAreTakenBack() throws {
    let disk = FailingCalls()
    let ledger = try ledger(disk.calls)
    try ledger.append(Array("line 1\n".utf8))
    try ledger.settle()
    disk.refusedSynchronizations = [disk.synchronizationCount + 1: EIO]
    try ledger.append(Array("line 2\nline 3\n".utf8))
    #expect(throws: LineLedgerFailure.self) { try ledger.settle() }
    #expect(try folder.text("lines") == "line 1\n")
    #expect(ledger.byteCount == 7)
    try ledger.append(Array("line 2\n".utf8))
    try ledger.settle()
    #expect(try folder.text("lines") == "line 1\nline 2\n")
  }

  @Test func linesOfAnEarlierRunStayWhereTheyCannotBeMadeDurable() throws {
    try folder.write(Array("line 1\nline 2\n".utf8), to: "lines")
    let disk = FailingCalls()
    let ledger = try ledger(disk.calls)
    try ledger.renew(7..<14)
    disk.refusedSynchronizations = [disk.synchronizationCount + 1: EIO]
    #expect(throws: LineLedgerFailure.self) { try ledger.settle() }
    #expect(try folder.text("lines") == "line 1\nline 2\n")
    // Asked again, it is written again and not taken for done.
    let count = disk.writeCount
    try ledger.renew(7..<14)
    try ledger.settle()
    #expect(disk.writeCount == count + 1)
    #expect(try folder.text("lines") == "line 1\nline 2\n")
  }

  @Test func nothingIsSynchronizedTwice() throws {
    let disk = FailingCalls()
    let ledger = try ledger(disk.calls)
    try ledger.settle()
    #expect(disk.synchronizationCount == 0)
    try ledger.append(Array("line\n".utf8))
    try ledger.settle()
    try ledger.settle()
    #expect(disk.synchronizationCount == 1)
  }

  @Test func headsOfLinesAreReadInBoundedPieces() throws {
    // Lines that end before, at and behind the ends of the chunks that are read.
    var expected: [String] = []
    var bytes: [UInt8] = []
    for count in [0, 1, 65_534, 65_535, 65_536, 131_072, 3, 0, 200_001] {
      let line = "l" + String(repeating: "x", count: count)
      expected.append(String(line.prefix(7)))
      bytes += Array(line.utf8) + [0x0a]
    }
    try folder.write(bytes, to: "lines")
    let ledger = try ledger()
    #expect(try lines(ledger, first: 7) == expected)
    var places: [Range<Int>] = []
    try ledger.forEachLine(first: 0) { place, _ in places.append(place) }
    #expect(places.first?.lowerBound == 0 && places.last?.upperBound == bytes.count)
    for (left, right) in zip(places, places.dropFirst()) {
      #expect(left.upperBound == right.lowerBound && bytes[left.upperBound - 1] == 0x0a)
    }
  }

  @Test func firstAndLastLinesAreThose() throws {
    let ledger = try ledger()
    #expect(try ledger.firstLine(atMost: 100) == nil)
    #expect(try ledger.lastLine(atMost: 100) == nil)
    let long = "l" + String(repeating: "y", count: 100_000)
    try ledger.append(Array("line\nl\n\(long)\n".utf8))
    #expect(try ledger.firstLine(atMost: 100) == Array("line".utf8))
    #expect(try ledger.lastLine(atMost: 200_000) == Array(long.utf8))
    #expect(try ledger.lastLine(atMost: 100_000) == nil)
  }

  @Test func aFileThatWasMovedAwayIsNoticed() throws {
    let ledger = try ledger()
    #expect(ledger.isInPlace)
    let lines = folder.url.appending(path: "lines")
    try FileManager.default.moveItem(at: lines, to: folder.url.appending(path: "lines.1"))
    #expect(!ledger.isInPlace)
    try folder.write([], to: "lines")
    #expect(!ledger.isInPlace)
  }
}
