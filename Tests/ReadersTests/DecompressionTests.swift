import Readers
import Records
import Testing

@Suite struct DecompressionTests {
  /// Enough for many blocks of every format; payloads that compress by about a half.
  private static let long: [UInt8] = {
    var state: UInt64 = 7
    let records = (0..<2_000).flatMap { index in
      let payload = (0..<200).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 60) &+ 0x30
      }
      return TestCapture.record(TestCapture.frame(UInt8(index % 250)) + payload)
    }
    return TestCapture.header() + records
  }()

  private func damageClass(_ format: InputSummary.Compression) -> InputFailure.Class {
    format == .gzip ? .badGzip : .malformed
  }

  @Test(arguments: TestCompression.formats)
  func readsAFileAsIfItWerePlain(_ format: InputSummary.Compression) throws {
    for capture in [TestCapture.five, Self.long] {
      let bytes = TestCompression.member(capture, format)
      let reading = try Reading(bytes: bytes)
      #expect(reading.summary.compression == format && reading.summary.status == .ok)
      #expect(reading.summary.byteCount == bytes.count)
      #expect(try reading.observations == Reading(bytes: capture).observations)
    }
  }

  @Test(arguments: TestCompression.formats)
  func readsMembersCutAnywhere(_ format: InputSummary.Compression) throws {
    let expected = try Reading(bytes: TestCapture.five).observations
    for cut in stride(from: 0, through: TestCapture.five.count, by: 7) {
      let members =
        TestCompression.member(Array(TestCapture.five.prefix(cut)), format)
        + TestCompression.member([], format)
        + TestCompression.member(Array(TestCapture.five.dropFirst(cut)), format)
      let reading = try Reading(bytes: members)
      #expect(reading.observations == expected && reading.summary.status == .ok)
    }
  }

  @Test(arguments: TestCompression.formats)
  func ignoresZeroBytesBetweenAndBehindMembers(_ format: InputSummary.Compression) throws {
    let padding = [UInt8](repeating: 0, count: 512)
    let bytes =
      TestCompression.member(Array(TestCapture.five.prefix(50)), format) + padding
      + TestCompression.member(Array(TestCapture.five.dropFirst(50)), format) + padding
    let reading = try Reading(bytes: bytes)
    #expect(reading.summary.usedPacketCount == 5 && reading.summary.status == .ok)
  }

  @Test(arguments: TestCompression.formats)
  func reportsOtherBytesBehindTheLastMember(_ format: InputSummary.Compression) throws {
    let bytes = TestCompression.member(TestCapture.five, format) + Array("surplus".utf8)
    let reading = try Reading(bytes: bytes)
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == damageClass(format))
    #expect(reading.summary.failure?.message.contains("cut them off") == true)
    #expect(reading.summary.usedPacketCount == 5 && reading.summary.skipped.isEmpty)
  }

  @Test(arguments: TestCompression.formats)
  func everyCutIsReported(_ format: InputSummary.Compression) throws {
    let expected = try Reading(bytes: TestCapture.five).observations
    let member = TestCompression.member(TestCapture.five, format)
    for byteCount in 6..<member.count {
      let reading = try Reading(bytes: Array(member.prefix(byteCount)))
      #expect(reading.accountsForEveryRecord)
      #expect(reading.summary.compression == format && reading.summary.status != .ok)
      #expect(reading.summary.failure?.class == damageClass(format))
      #expect(expected.starts(with: reading.observations))
    }
  }

  @Test(arguments: TestCompression.formats)
  func noFlippedByteGoesUnnoticed(_ format: InputSummary.Compression) throws {
    let expected = try Reading(bytes: TestCapture.five).observations
    let member = TestCompression.member(TestCapture.five, format)
    for index in member.indices {
      for bit: UInt8 in [0x01, 0x10, 0x80] {
        var damaged = member
        damaged[index] ^= bit
        let reading = try Reading(bytes: damaged)
        #expect(reading.accountsForEveryRecord)
        // Times of gzip's header and padding bits say nothing about the content.
        #expect(reading.summary.status != .ok || reading.observations == expected)
      }
    }
  }

  @Test(arguments: TestCompression.formats)
  func usesWhatCameBeforeTheDamage(_ format: InputSummary.Compression) throws {
    let expected = try Reading(bytes: Self.long).observations
    let member = TestCompression.member(Self.long, format)
    let place = member.count * 4 / 5
    var flipped = member
    flipped[place] ^= 0xff
    for damaged in [Array(member.prefix(place)), flipped] {
      let reading = try Reading(bytes: damaged)
      #expect(reading.accountsForEveryRecord)
      #expect(reading.summary.status == .partial)
      // The largest block, zstd's, holds 128 KiB: a quarter of the file.
      let goodCount = expected.count / 2
      #expect(reading.observations.prefix(goodCount) == expected.prefix(goodCount))
    }
  }

  @Test(arguments: TestCompression.formats, TestCompression.formats)
  func undoesOneLayerOnly(
    _ outer: InputSummary.Compression, _ inner: InputSummary.Compression
  ) throws {
    let twice = TestCompression.member(TestCompression.member(TestCapture.five, inner), outer)
    let reading = try Reading(bytes: twice)
    #expect(reading.summary.status == .error)
    #expect(reading.summary.failure?.class == .notACapture)
    #expect(reading.summary.failure?.message.contains(inner.rawValue) == true)
  }

  @Test(arguments: TestCompression.formats)
  func nothingInsideIsAnEmptyFile(_ format: InputSummary.Compression) throws {
    let reading = try Reading(bytes: TestCompression.member([], format))
    #expect(reading.summary.failure?.class == .emptyFile)
    #expect(reading.summary.compression == format)
  }

  @Test(arguments: TestCompression.formats)
  func stopsAtTheDecompressionLimit(_ format: InputSummary.Compression) throws {
    var limits = InputLimits()
    limits.decompressedByteCount = 1 << 20
    limits.decompressionRatio = 0
    let records = (0..<200_000).flatMap { _ in TestCapture.record([]) }
    let bomb = TestCompression.member(TestCapture.header() + records, format)
    let reading = try Reading(bytes: bomb, limits: limits)
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == .tooLarge)
    #expect(reading.accountsForEveryRecord)
    #expect(reading.summary.packetCount < 100_000)
  }

  @Test func passesOverSkippableFrames() throws {
    for format in [InputSummary.Compression.zstd, .lz4] {
      let member = TestCompression.member(TestCapture.five, format)
      let skipped = TestCompression.skippableFrame(Array("made by hand".utf8), number: 15)
      let empty = TestCompression.skippableFrame([])
      for bytes in [skipped + empty + member, member + skipped, empty + member + empty] {
        let reading = try Reading(bytes: bytes)
        #expect(reading.summary.compression == format && reading.summary.status == .ok)
        #expect(reading.summary.usedPacketCount == 5)
      }
    }
  }

  @Test func refusesAWindowThatTakesTooMuchMemory() throws {
    var zstd = TestCompression.member(Self.long, .zstd)
    // RFC 8878 section 3.1.1.1.2: an exponent of 18 is a window of 256 MiB.
    zstd[5] = 18 << 3
    // xz-file-format.txt 5.3.1: 35 is 768 MiB; the header's CRC-32 follows after eight bytes.
    var xz = TestCompression.member(Self.long, .xz)
    xz[16] = 35
    xz.replaceSubrange(
      20..<24, with: TestCapture.number(TestGzip.checksum(Array(xz[12..<20])), .little))
    for bytes in [zstd, xz] {
      let reading = try Reading(bytes: bytes)
      #expect(reading.summary.status == .error)
      #expect(reading.summary.failure?.class == .tooLarge)
      #expect(reading.summary.failure?.message.contains("128 MiB") == true)
    }
  }
}
