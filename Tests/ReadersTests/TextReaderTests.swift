import Readers
import Records
import Testing

@Suite struct TextReaderTests {
  @Test func readsTablesOfPackets() throws {
    let reading = try Reading(
      text: """
        \u{feff}timestamp,id,len,isrc,idst\r
        1331901000.260000,0,60,192.0.2.1,192.0.2.2\r
        1331900999.000000,1,42,,\r
        ,2,,192.0.2.x,192.0.2.2\r
        ,3,,"2001:db8::1",\r

        """)
    let summary = reading.summary
    #expect(summary.format == .csv && summary.status == .ok)
    #expect(summary.packetCount == 4 && summary.usedPacketCount == 2)
    #expect(summary.ipv4PacketCount == 1 && summary.ipv6PacketCount == 1)
    #expect(summary.skipped == [.noIP: 1, .badIP: 1])
    #expect(reading.observations.map(\.record) == [1, 4])
    #expect(reading.observations.map(\.byteCount) == [60, 0])
    #expect(reading.accountsForEveryRecord)
  }

  @Test func readsZeekLogs() throws {
    let reading = try Reading(
      text: """
        #separator \\x09
        #path\tconn
        #fields\tts\tid.orig_h\tid.resp_h\torig_pkts\torig_ip_bytes
        #types\ttime\taddr\taddr\tcount\tcount
        1331901000.260000\t192.168.202.79\t192.168.229.251\t4\t398
        1331901001.440000\t192.168.202.79\t-\t4\t398
        #close\t2012-03-16-13-00-00

        """)
    #expect(reading.summary.format == .zeek && reading.summary.status == .ok)
    #expect(reading.summary.skipped == [.missingValue: 1])
    #expect(reading.summary.note?.contains("Zeek") == true)
    #expect(reading.observations.map(\.packetCount) == [4])
    #expect(reading.observations.map(\.byteCount) == [398])
    #expect(reading.summary.firstTimestamp == Timestamp("1331901000.260000"))
  }

  @Test func readsZeekJSON() throws {
    let reading = try Reading(
      text: """
        {"ts":1.5,"id.orig_h":"192.0.2.1","id.resp_h":"::1"}
        {"ts":1.5,"id.orig_h":
        """)
    #expect(reading.summary.format == .zeek && reading.summary.skipped == [.malformed: 1])
    #expect(reading.summary.usedPacketCount == 1 && reading.accountsForEveryRecord)
  }

  @Test func readsAddressLists() throws {
    let reading = try Reading(text: "# mine\n\n192.0.2.1\r\n 2001:db8::1 # too\n192.0.2\n192.0.2.2")
    #expect(reading.summary.format == .addresses && reading.summary.status == .ok)
    #expect(
      reading.observations.map(\.source)
        == [IPAddress("192.0.2.1"), IPAddress("2001:db8::1"), IPAddress("192.0.2.2")])
    #expect(reading.observations.map(\.record) == [1, 2, 4])
    #expect(reading.observations.allSatisfy { $0.destination == nil && $0.packetCount == 1 })
    #expect(reading.summary.skipped == [.badIP: 1])
  }

  @Test(arguments: ["192.0.2.3", "192.0.2.3,", "192.0.2.3,192.0.2.4", ","])
  func aTableThatEndsInsideARowIsCut(_ end: String) throws {
    let reading = try Reading(text: "isrc,idst,len\n192.0.2.1,192.0.2.2,60\n" + end)
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == .truncatedRecord)
    #expect(reading.summary.failure?.record == 2)
    #expect(reading.summary.skipped == [.truncatedRecord: 1])
    #expect(reading.summary.packetCount == 1 && reading.accountsForEveryRecord)
  }

  @Test func aWholeLastRowNeedsNoLineEnd() throws {
    for end in ["192.0.2.3,192.0.2.4,", "192.0.2.3,192.0.2.4,60", "192.0.2.3\n"] {
      let reading = try Reading(text: "isrc,idst,len\n192.0.2.1,192.0.2.2,60\n" + end)
      #expect(reading.summary.status == .ok && reading.summary.packetCount == 2, "\(end)")
    }
  }

  @Test func extractsMayBeJoined() throws {
    let header = #"{"record":"header","schema":"ipclust.extract","schemaVersion":1}"#
    let row = #"{"isrc":"192.0.2.1","idst":"192.0.2.2"}"#
    func trailer(_ rowCount: Int) -> String {
      #"{"record":"trailer","status":"ok","rowCount":\#(rowCount)}"#
    }
    let one = [header, row, row, trailer(2)]
    func reading(_ lines: [String]) throws -> Reading {
      try Reading(text: lines.joined(separator: "\n") + "\n")
    }
    let joined = try reading(one + [header, row, trailer(1)])
    #expect(joined.summary.status == .ok && joined.summary.usedPacketCount == 3)
    let cut = try reading(one.dropLast() + one)
    #expect(cut.summary.failure?.class == .truncatedRecord && cut.summary.failure?.record == 2)
    let short = try reading(one + [header, row, trailer(2)])
    #expect(short.summary.failure?.message.contains("2 rows, but 1 were found") == true)
    let appended = try reading(one + [row])
    #expect(appended.summary.failure?.class == .malformed)
    #expect(appended.summary.failure?.record == 3 && appended.summary.status == .partial)
    for reading in [joined, cut, short, appended] { #expect(reading.accountsForEveryRecord) }
  }

  @Test func reportsAnOpenQuote() throws {
    let reading = try Reading(text: "isrc,idst\n192.0.2.1,192.0.2.2\n\"192.0.2.1,192.0.2.2\n")
    #expect(reading.summary.status == .partial)
    #expect(reading.summary.failure?.class == .malformed)
    #expect(reading.summary.skipped == [.malformed: 1])
    #expect(reading.accountsForEveryRecord)
  }

  @Test func neverTakesWhatAQuotedFieldHoldsForARow() throws {
    let field = String(repeating: "x", count: 1 << 20 + 1)
    let content = "\"\(field)\n6.6.6.6,7.7.7.7,x\n\""
    let reading = try Reading(
      text: "isrc,idst,x\n1.1.1.1,2.2.2.2,\(content)\n3.3.3.3,4.4.4.4,x\n")
    #expect(reading.observations.map(\.source) == [IPAddress("3.3.3.3")])
    #expect(reading.summary.status == .ok && reading.summary.skipped == [.tooLong: 1])
    #expect(reading.accountsForEveryRecord)
  }

  @Test func endsAtAQuotedFieldLongerThanARow() throws {
    var limits = InputLimits()
    (limits.fieldByteCount, limits.rowByteCount) = (100, 200)
    let field = String(repeating: "6.6.6.6,7.7.7.7\n", count: 13)
    let text = "isrc,idst\n1.1.1.1,2.2.2.2\n\"\(field)\"\n3.3.3.3,4.4.4.4\n"
    let reading = try Reading(bytes: Array(text.utf8), limits: limits)
    #expect(reading.observations.map(\.source) == [IPAddress("1.1.1.1")])
    #expect(reading.summary.status == .partial && reading.summary.skipped == [.corruptRecord: 1])
    #expect(
      reading.summary.failure?.class == .corruptRecord && reading.summary.failure?.record == 2)
    #expect(
      reading.summary.failure?.message
        == "expected the end of a quoted field within 200 bytes, but found no closing quote"
    )
    #expect(reading.accountsForEveryRecord)
  }

  @Test(arguments: [
    "isrc,idst\n\"1.1.1.1,2.2.2.2\n3.3.3.3,4.4.4.4\n", "isrc,idst\n,\n\"1.1.1.1,2.2.2.2",
  ])
  func callsADamagedTextWithoutAUsableLineAnError(text: String) throws {
    let summary = try Reading(text: text).summary
    #expect(summary.status == .error && summary.usedPacketCount == 0)
    #expect(summary.failure?.message.contains("opens a quote that nothing closes") == true)
  }

  @Test func callsABrokenOffTextWithoutAUsableLineAnError() throws {
    let member = TestGzip.member(Array("192.0.2.1".utf8), checksumFlip: 1)
    let summary = try Reading(bytes: member).summary
    #expect(summary.status == .error && summary.failure?.class == .badGzip)
  }

  @Test func callsATextWithoutAUsableLineAnError() throws {
    let table = try Reading(text: "isrc,idst\nx,y\n1.2.3.4\n")
    #expect(table.summary.status == .error && table.summary.failure?.class == .malformed)
    #expect(table.accountsForEveryRecord)
    let arp = try Reading(text: "isrc,idst\n,\n")
    #expect(arp.summary.status == .ok && arp.summary.skipped == [.noIP: 1])
    #expect(try Reading(text: "isrc,idst\n").summary.status == .ok)
  }

  @Test func skipsLongLines() throws {
    var limits = InputLimits()
    limits.rowByteCount = 100
    let text = "192.0.2.1\n" + String(repeating: "x", count: 1000) + "\n192.0.2.2\n"
    let reading = try Reading(bytes: Array(text.utf8), limits: limits)
    #expect(reading.summary.skipped == [.tooLong: 1] && reading.summary.usedPacketCount == 2)
  }

  @Test func readsCompressedTexts() throws {
    let reading = try Reading(bytes: TestGzip.member(Array("192.0.2.1\n192.0.2.2".utf8)))
    #expect(reading.summary.format == .addresses && reading.summary.usedPacketCount == 2)
  }
}

/// Texts whose gzip is damaged: no part of a line or row may pass for a whole one.
@Suite struct DamagedTextTests {
  private static let texts = [
    "192.0.2.111\n192.0.2.122\n192.0.2.133\n192.0.2.144",
    "isrc,idst\n192.0.2.111,192.0.2.122\n\"192.0.2.133\",192.0.2.144",
    "#separator \\x09\n#fields\tid.orig_h\tid.resp_h\n192.0.2.111\t192.0.2.122\n"
      + "192.0.2.133\t192.0.2.144",
  ]
  private static let addresses = [111, 122, 133, 144].map { IPAddress("192.0.2.\($0)") }

  private func givesOnlyWhatTheFileHolds(_ reading: Reading) -> Bool {
    reading.accountsForEveryRecord
      && reading.observations.allSatisfy {
        Self.addresses.contains($0.source)
          && ($0.destination == nil || Self.addresses.contains($0.destination))
      }
  }

  @Test(arguments: texts)
  func noCutGivesAnAddressThatIsNotInTheFile(text: String) throws {
    let member = TestGzip.member(Array(text.utf8))
    for cut in 2..<member.count {
      let reading = try Reading(bytes: Array(member.prefix(cut)))
      #expect(reading.summary.failure?.class == .badGzip, "cut after \(cut) bytes")
      #expect(givesOnlyWhatTheFileHolds(reading), "cut after \(cut) bytes")
    }
  }

  @Test(arguments: texts)
  func aPendingRecordBeforeDamageIsOneDamagedPlace(text: String) throws {
    let bytes = Array(text.utf8)
    for damaged in [TestGzip.member(bytes) + [1], TestGzip.member(bytes, checksumFlip: 1)] {
      let summary = try Reading(bytes: damaged).summary
      #expect(summary.status == .partial && summary.failure?.class == .badGzip)
      #expect(summary.skipped == [.truncatedRecord: 1] && summary.damagedCount == 1)
    }
    let whole = TestGzip.member(Array((text + "\n").utf8)) + [1]
    #expect(try Reading(bytes: whole).summary.skipped.isEmpty)
  }

  @Test(arguments: texts)
  func aMissingLastLineEndIsNoDamage(text: String) throws {
    for bytes in [Array(text.utf8), TestGzip.member(Array(text.utf8))] {
      let reading = try Reading(bytes: bytes)
      #expect(reading.summary.status == .ok && reading.summary.skipped.isEmpty)
      #expect(reading.observations.contains { ($0.destination ?? $0.source) == Self.addresses[3] })
    }
  }
}

@Suite struct InputKindTests {
  @Test(arguments: [
    ("", InputFailure.Class.emptyFile), ("this is text\n", .notACapture), ("\n", .notACapture),
    ("# only a comment\n", .notACapture), ("{\"a\": 1}\n", .notACapture),
    ("one, two and three\n", .notACapture), ("Dear reader,\n", .notACapture),
    ("datetime,source_ip,username,success\n", .missingColumns), ("isrc,other\n", .missingColumns),
    ("isrc,idst,len,len\n1.2.3.4,1.2.3.4,1,1\n", .duplicateColumn),
    ("#fields\tts\tname\n1.0\tx\n", .missingColumns), ("BZh91AY&SY", .malformed),
    ("snoop\0\0\0\0\0\0\u{2}", .unsupportedFormat), ("GMBU....", .unsupportedFormat),
    ("PK\u{3}\u{4}", .unsupportedCompression),
  ])
  func refuses(text: String, expected: InputFailure.Class) throws {
    let summary = try Reading(text: text).summary
    #expect(summary.status == .error && summary.failure?.class == expected)
    #expect(summary.packetCount == 0)
  }

  @Test(arguments: [
    ("#fields of study\n192.0.2.1\n", 0), ("#separator of lists\n192.0.2.1\n", 0),
    ("#fields\t\n192.0.2.1\n", 0), ("#separators \\x09\n192.0.2.1\n", 0),
    ("address\n192.0.2.1\n", 1), ("10.0.0\n# more\n\n192.0.2.1\n", 1),
    ("1\n2\n3\n4\n5\n6\n7\n192.0.2.1\n", 7),
  ])
  func takesForAListOfAddresses(text: String, badCount: Int) throws {
    let reading = try Reading(text: text)
    #expect(reading.summary.format == .addresses && reading.summary.status == .ok)
    #expect(reading.observations.map(\.source) == [IPAddress("192.0.2.1")])
    #expect(reading.summary.skipped == (badCount == 0 ? [:] : [.badIP: badCount]))
  }

  @Test(arguments: [
    "1\n2\n3\n4\n5\n6\n7\n8\n192.0.2.1\n", "\u{1}\u{2}\n192.0.2.1\n",
    "This line of prose is longer than any heading.\n192.0.2.1\n",
  ])
  func takesForNoListOfAddresses(text: String) throws {
    #expect(try Reading(text: text).summary.failure?.class == .notACapture)
  }

  @Test(arguments: [
    ("isrc,foo,bar\n", "lacks 'idst' and has 2 other columns"),
    ("idst,foo\n", "lacks 'isrc' and has 1 other column"),
    ("foo,bar,baz\n", "lacks 'isrc' and 'idst' and has 3 other columns"),
  ])
  func namesTheMissingColumns(text: String, claim: String) throws {
    #expect(
      try Reading(text: text).summary.failure?.message
        == "a table of packets needs the columns 'isrc' and 'idst', but its header row \(claim); "
        + "name the columns so")
  }

  @Test func allowsDuplicatesOfOtherColumns() throws {
    let reading = try Reading(text: "isrc,idst,a,a\n192.0.2.1,192.0.2.2,,\n")
    #expect(reading.summary.status == .ok && reading.summary.usedPacketCount == 1)
  }

  @Test func recognisesJSONBehindBlanks() throws {
    let reading = try Reading(text: " \t{\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"::1\"}\n")
    #expect(reading.summary.format == .zeek && reading.summary.usedPacketCount == 1)
  }

  @Test(
    arguments: [
      ([0x02, 0x21, 0x4c, 0x18], "lz4 -d"), ([0x50, 0x4b, 0x03, 0x04], "unzip"),
      ([0x1f, 0x9d], "uncompress"),
    ] as [([UInt8], String)])
  func namesTheProgramThatDecompresses(magic: [UInt8], program: String) throws {
    let failure = try Reading(bytes: magic + [1, 2, 3, 4, 5, 6, 7, 8]).summary.failure
    #expect(failure?.class == .unsupportedCompression)
    #expect(failure?.message.contains(program) == true)
  }

  @Test func refusesUTF16AndBinary() throws {
    let utf16 = try Reading(bytes: [0xff, 0xfe, 0x31, 0, 0x2e, 0])
    #expect(utf16.summary.failure?.class == .encoding)
    let binary = try Reading(bytes: (0..<200).map { UInt8($0 * 7 % 256) })
    #expect(binary.summary.failure?.class == .notACapture)
    let order = try Reading(bytes: [0x0a, 0x0d, 0x0d, 0x0a] + [UInt8](repeating: 0, count: 24))
    #expect(order.summary.failure?.class == .notACapture)
  }
}
