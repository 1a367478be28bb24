import Foundation
import Readers
import Records
import Testing

@Suite struct ByteStreamTests {
  @Test func readsGzipAsIfItWerePlain() throws {
    let reading = try Reading(bytes: TestGzip.member(TestCapture.five))
    #expect(reading.summary.compression == .gzip && reading.summary.status == .ok)
    #expect(reading.summary.byteCount == TestGzip.member(TestCapture.five).count)
    #expect(try reading.observations == Reading(bytes: TestCapture.five).observations)
  }

  @Test func readsMembersCutAnywhere() throws {
    let expected = try Reading(bytes: TestCapture.five).observations
    for cut in stride(from: 0, through: TestCapture.five.count, by: 7) {
      let members =
        TestGzip.member(Array(TestCapture.five.prefix(cut)))
        + TestGzip.member([]) + TestGzip.member(Array(TestCapture.five.dropFirst(cut)))
      let reading = try Reading(bytes: members + [UInt8](repeating: 0, count: 512))
      #expect(reading.observations == expected && reading.summary.status == .ok)
    }
  }

  @Test func everyCutOfAGzipFileIsReported() throws {
    let member = TestGzip.member(TestCapture.five)
    for byteCount in 2..<member.count {
      let reading = try Reading(bytes: Array(member.prefix(byteCount)))
      #expect(reading.accountsForEveryRecord)
      #expect(reading.summary.status != .ok)
      #expect(reading.summary.failure?.class == .badGzip)
    }
  }

  @Test func usesWhatCameBeforeTheDamage() throws {
    for member in [
      TestGzip.member(TestCapture.five, checksumFlip: 1),
      TestGzip.member(TestCapture.five, lengthFlip: 1),
      TestGzip.member(TestCapture.five) + Array("surplus".utf8),
    ] {
      let reading = try Reading(bytes: member)
      #expect(reading.summary.status == .partial)
      #expect(reading.summary.failure?.class == .badGzip)
      #expect(reading.summary.usedPacketCount == 5 && reading.summary.skipped.isEmpty)
    }
  }

  @Test func undoesOneLayerOnly() throws {
    let reading = try Reading(bytes: TestGzip.member(TestGzip.member(TestCapture.five)))
    #expect(reading.summary.failure?.class == .notACapture)
    #expect(try Reading(bytes: TestGzip.member([])).summary.failure?.class == .emptyFile)
  }

  @Test func stopsAtTheDecompressionLimit() throws {
    var limits = InputLimits()
    limits.decompressedByteCount = 1 << 20
    limits.decompressionRatio = 0
    let records = (0..<100_000).flatMap { _ in TestCapture.record([]) }
    let reading = try Reading(
      bytes: TestGzip.member(TestCapture.header() + records), limits: limits)
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == .tooLarge)
    #expect(reading.accountsForEveryRecord)
  }

  @Test func readsAcrossBlocks() throws {
    let records = (0..<20_000).flatMap { TestCapture.record(TestCapture.frame(UInt8($0 % 250))) }
    let reading = try Reading(bytes: TestCapture.header() + records)
    #expect(reading.summary.usedPacketCount == 20_000 && reading.summary.status == .ok)
    #expect(reading.observations.last?.source == IPAddress("10.0.0.\(19_999 % 250)"))
  }
}

@Suite struct FileDescriptorTests {
  private func failure(_ path: String) -> InputFailure.Class? {
    Reading(InputPath(path)).summary.failure?.class
  }

  @Test func namesWhatCannotBeOpened() throws {
    let input = try TestInput(TestCapture.five)
    let directory = input.directory.path
    #expect(failure(directory + "/missing") == .notFound)
    #expect(failure(input.path.text + "/below") == .notFound)
    #expect(failure(directory) == .isADirectory)
    // A device that never ends, by the only name it has.
    #expect(failure("/dev/zero") == .notRegularFile)
    #expect(failure(directory + "/" + String(repeating: "x", count: 300)) == .notFound)
    let loop = directory + "/loop"
    try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
    #expect(failure(loop) == .symlinkLoop)
    #expect(Reading(InputPath(loop)).summary.status == .error)
  }

  @Test func opensNamesThatAreNotUTF8() throws {
    let input = try TestInput(TestCapture.five)
    let odd = InputPath(bytes: Array(input.directory.path.utf8) + [0x2f, 0xff, 0xfe])
    let code = unsafe rename(
      input.path.bytes.map { CChar(bitPattern: $0) } + [0],
      odd.bytes.map { CChar(bitPattern: $0) } + [0])
    #expect(code == 0)
    #expect(Reading(odd).summary.usedPacketCount == 5)
  }

  @Test(.timeLimit(.minutes(1))) func readsPipes() async throws {
    let input = try TestInput([])
    let path = input.directory.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      let handle = FileHandle(forWritingAtPath: path)
      // In two parts, so that a record is cut by the reads.
      try? handle?.write(contentsOf: Data(TestCapture.five.prefix(100)))
      Thread.sleep(forTimeInterval: 0.05)
      try? handle?.write(contentsOf: Data(TestCapture.five.dropFirst(100)))
      try? handle?.close()
    }
    writer.start()
    #expect(Reading(InputPath(path)).summary.usedPacketCount == 5)
  }

  @Test(.timeLimit(.minutes(1))) func doesNotWaitForASilentPipeWhenCancelled() throws {
    let input = try TestInput([])
    let path = input.directory.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let holder = try #require(FileHandle(forUpdatingAtPath: path))
    var answers = [false, false].makeIterator()
    let reading = Reading(InputPath(path), isCancelled: { answers.next() ?? true })
    #expect(reading.summary.status == .partial && reading.summary.failure == nil)
    try holder.close()
  }
}
