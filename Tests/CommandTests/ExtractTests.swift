import Foundation
import Testing

@Suite struct ExtractTests {
  private func extract(_ arguments: [String]) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["extract"] + arguments)
  }

  private func lines(_ arguments: [String]) throws -> [Substring] {
    let result = try extract(arguments)
    #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
    return result.outputText.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  private func records(_ arguments: [String]) throws -> [[String: Any]] {
    try lines(["--format", "ndjson"] + arguments).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  // MARK: Rows

  @Test(arguments: ["office-vlan.pcapng.gz", "uplink-nanoseconds.pcap"])
  func looksAsRecorded(name: String) throws {
    // Enough to see tags, ARP, DHCP, DNS and errors; the whole would be megabytes.
    let csv = try lines([Captures.path(name)]).enumerated()
      .filter { $0.offset % 40 == 0 || $0.element.contains("=") }.map(\.element).prefix(120)
    try Golden.expect(csv.joined(separator: "\n") + "\n", equals: "extract-\(name).csv")
  }

  @Test func everyPacketIsARow() throws {
    let rows = try lines([Captures.path("office.pcap")])
    #expect(rows.count == 3100 + 1)
    #expect(
      rows[0]
        == """
        timestamp,id,len,esrc,edst,etype,vlan,isrc,idst,iproto,iplen,ipttl,tsport,tdport,twindow,\
        utsport,utdport,ulen,icmptype,icmpcode,arpop,arpsrc,arpdst,arppsrc,arppdst,dnsopcode,\
        ntpmode,bootpop,bootpchaddr,bootpciaddr,bootpyiaddr,bootpsiaddr,bootpgiaddr,dhcphoptions,\
        iperrorsrc,iperrordst,iperrorproto,uerrorsrc,uerrordst,ipversion,tcpflags,linktype,\
        capturedlen,innersrc,innerdst
        """)
    #expect(Set(rows.map { $0.count { $0 == "," } }) == [44])
  }

  @Test func numbersGoOnOverInputs() throws {
    let (first, second) = (Captures.path("log-server-cooked-v1.pcap"), Captures.path("office.pcap"))
    let ids = try lines(["--columns", "id", first, second]).dropFirst().compactMap { Int($0) }
    #expect(ids == Array(0..<(251 + 3100)))
    let rows = try lines(["--addresses-only", first, second])
    #expect(
      rows[0]
        == "side,family,address,packetCount,byteCount,firstTimestamp,lastTimestamp,firstPacket")
    // Seen in the second capture only, behind the 251 packets of the first.
    let stranger = try #require(rows.first { $0.contains("fd66:6660:3199::7") })
    #expect(Int(stranger.split(separator: ",").last ?? "") ?? 0 > 251)
  }

  @Test func columnsAreThoseAskedForInTheirOrder() throws {
    let capture = Captures.path("home-tunnel-raw-ip.pcap")
    let rows = try lines(["--columns", "linktype,isrc,id", capture])
    #expect(rows[0] == "linktype,isrc,id")
    #expect(rows[1].hasPrefix("RAW,") && rows[1].hasSuffix(",0"))
    let record = try records(["--columns", "linktype,id", capture])[1]
    #expect(Set(record.keys) == ["linktype", "id"])
  }

  @Test(arguments: ["nonsense", "isrc,isrc", "", "isrc,", "Isrc"])
  func anUnknownOrRepeatedColumnIsAUsageErrorThatListsThem(columns: String) throws {
    let result = try extract(["--columns", columns, Captures.path("office.pcap")])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errorText.contains("timestamp, id, len, esrc"))
  }

  @Test func selectionsLeaveRowsOut() throws {
    let capture = Captures.path("office.pcap")
    let all = try lines(["--columns", "id,iproto,timestamp", capture]).dropFirst()
    let udp = try lines(["--columns", "id,iproto,timestamp", "-f", "ip and udp", capture])
      .dropFirst()
    #expect(!udp.isEmpty && udp.allSatisfy { $0.contains(",17,") && all.contains($0) })
    let middle = "1795252905"
    let early = try lines(["--columns", "id,iproto,timestamp", "--until", middle, capture])
    let late = try lines(["--columns", "id,iproto,timestamp", "--since", middle, capture])
    #expect(early.count > 1 && late.count > 1)
    #expect((early.dropFirst() + late.dropFirst()).sorted() == all.sorted())
  }

  @Test func aTextGivesRowsOfItsRecords() throws {
    let result = try BuiltCommand.run(
      ["extract", "--columns", "id,isrc,idst,len", "-"],
      input: Data("idst,len,isrc\n10.0.0.2,60,10.0.0.1\n::1,,\n".utf8))
    #expect(result.outputText == "id,isrc,idst,len\n0,10.0.0.1,10.0.0.2,60\n1,,::1,\n")
    let counts = try BuiltCommand.run(
      ["extract", "--columns", "id,isrc,idst,timestamp", "-"],
      input: Data(
        "side,address,packetCount,firstTimestamp,lastTimestamp,firstPacket\nsource,::1,9,1,2,5\n"
          .utf8))
    #expect(counts.outputText == "id,isrc,idst,timestamp\n4,::1,,1\n")
  }

  // MARK: Reading back

  private static let captures = [
    "home-tunnel-raw-ip.pcap", "log-server-cooked-v1.pcap", "office-cooked-v2.pcap",
    "office-cut.pcap", "office-vlan.pcapng.gz", "office.pcap", "uplink-nanoseconds.pcap",
    "maccdc2012-known-destinations.txt", "maccdc2012-known-sources.txt",
  ]

  @Test(arguments: captures)
  func aScanFindsTheSameInEveryFormat(name: String) throws {
    // What is found follows from the addresses, so the quick way will do.
    try expectTheSame(
      in: name, ["--restarts", "1", "--algorithm", "k-means"], of: [[], ["--addresses-only"]])
  }

  @Test(arguments: captures.prefix(7))
  func addressesBehaveTheSameInEveryFormat(name: String) throws {
    try expectTheSame(
      in: name, ["--restarts", "1", "--algorithm", "k-means", "--features", "both"], of: [[]])
  }

  /// Scans a capture, and what `extract` with each of `choices` made of it in every format.
  private func expectTheSame(
    in name: String, _ arguments: [String], of choices: [[String]]
  ) throws {
    func populations(_ path: String) throws -> Data {
      let result = try BuiltCommand.run(
        ["scan", "--allow-partial", "--format", "json", path] + arguments)
      #expect(result.status == 0, "\(result.errorText)")
      let text = result.outputText
      let start = try #require(text.range(of: "\"populations\""))
      let end = try #require(text.range(of: "\n  \"filters\""))
      return Data(text[start.lowerBound..<end.lowerBound].utf8)
    }
    let folder = URL.temporaryDirectory.appending(path: "extract-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let expected = try populations(Captures.path(name))
    for format in ["csv", "ndjson", "sqlite"] {
      for options in choices {
        let file = folder.appending(path: "rows").path
        let result = try extract(
          ["--allow-partial", "--format", format, "-o", file] + options + [Captures.path(name)])
        #expect(result.status == 0, "\(result.errorText)")
        #expect(try populations(file) == expected, "\(format) \(options)")
      }
    }
  }

  @Test func innermostAddressesReadBackAsInnermost() throws {
    func addresses(_ arguments: [String], _ input: Data) throws -> String {
      try BuiltCommand.run(["extract", "--addresses-only"] + arguments + ["-"], input: input)
        .outputText
    }
    let table = Data("isrc,idst,innersrc,innerdst\n10.0.0.1,10.0.0.2,fd00::1,fd00::2\n".utf8)
    #expect(try addresses([], table).contains("10.0.0.1"))
    let inner = try addresses(["--inner"], table)
    #expect(inner.contains("fd00::1") && !inner.contains("10.0.0.1"))
  }

  @Test func aCutExtractIsPartial() throws {
    let whole = try extract(["--format", "ndjson", Captures.path("office.pcap")]).outputText
    let lines = whole.split(separator: "\n")
    func scan(_ text: String) throws -> BuiltCommand.Result {
      try BuiltCommand.run(
        ["scan", "--restarts", "1", "--format", "json", "-"], input: Data(text.utf8))
    }
    #expect(try scan(whole).status == 0)
    let cut = try scan(lines.prefix(1000).joined(separator: "\n") + "\n")
    #expect(cut.status == 65)
    #expect(cut.errorText.contains("without the trailer"))
    #expect(try ScanDocument(cut.output).inputs[0]["status"] as? String == "partial")
    let gap = try scan((lines.prefix(500) + lines.dropFirst(501)).joined(separator: "\n"))
    #expect(gap.status == 65 && gap.errorText.contains("3100 rows, but 3099"))
    let newer = try scan(
      whole.replacing("\"schemaVersion\":1", with: "\"schemaVersion\":2", maxReplacements: 1))
    #expect(newer.status == 65 && newer.errorText.contains("newer ipclust"))
  }

  // MARK: Output

  @Test func aDatabaseIsNeverStreamed() throws {
    let result = try extract(["--format", "sqlite", Captures.path("office.pcap")])
    #expect(result.status == 64 && result.errorText.contains("add --output FILE"))
    let device = try extract(
      ["--format", "sqlite", "-o", "/dev/null", Captures.path("office.pcap")])
    #expect(device.status == 73 && device.errorText.contains("/dev/null"))
  }

  @Test func aDatabaseAppearsWholeOrNotAtAll() throws {
    let result = try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder"
      echo old > base
      {
        (ulimit -f 8; exec "$IPCLUST" extract --format sqlite -o base "$CAPTURE")
        echo $? $(cat base) $(ls -A)
      } 2>&1 | cat
      rm -rf "$folder"
      """, environment: ["CAPTURE": Captures.path("office.pcap")])
    #expect(result.outputText.contains("ipclust: base: cannot be written: "))
    #expect(result.outputText.hasSuffix("\n74 old base\n"), "\(result.outputText)")
  }

  @Test func aReaderThatGoesAwayIsNoMessage() throws {
    let result = try BuiltCommand.shell(
      "{ \"$IPCLUST\" extract \"$CAPTURE\" \"$CAPTURE\" \"$CAPTURE\"; echo $? >&2; } | head -1",
      environment: ["CAPTURE": Captures.path("office.pcap")])
    #expect(result.outputText.hasPrefix("timestamp,id,len,"))
    #expect(["0\n", "141\n"].contains(result.errorText))
  }

  @Test func damageIsSaidAndTheRowsBeforeItAreWritten() throws {
    let result = try extract(["--columns", "id", Captures.path("office-cut.pcap")])
    #expect(result.status == 65)
    #expect(result.outputText.split(separator: "\n").count == 1443 + 1)
    #expect(result.errorText.contains("record 1444"))
    let missing = try extract(["missing.pcap"])
    #expect(missing.status == 66)
  }

  @Test func theTrailerHasTheAccountOfEveryInput() throws {
    let trailer = try #require(
      try records(["--columns", "id", Captures.path("office.pcap")]).last)
    let inputs = try #require(trailer["inputs"] as? [[String: Any]])
    #expect(trailer["status"] as? String == "ok" && trailer["rowCount"] as? Int == 3100)
    #expect(inputs.count == 1 && inputs[0]["usedPacketCount"] as? Int == 2741)
  }

  // MARK: Other readers

  static let hasPython = (try? BuiltCommand.shell("python3 -c 'import csv, sqlite3'"))?.status == 0

  @Test(.enabled(if: hasPython, "no python3 to read the tables with"))
  func pythonReadsTheColumnsByNameWithTheirTypes() throws {
    let result = try BuiltCommand.shell(
      """
      folder=$(mktemp -d)
      "$IPCLUST" extract -o "$folder/rows.csv" "$CAPTURE" &&
      "$IPCLUST" extract --format sqlite -o "$folder/rows.db" "$CAPTURE" &&
      python3 - "$folder" <<'END'
      import csv, ipaddress, re, sqlite3, sys
      from decimal import Decimal

      def hardware(text): assert re.fullmatch("[0-9a-f]{2}(:[0-9a-f]{2}){5}", text), text; return text
      addresses = "isrc idst arppsrc arppdst bootpciaddr bootpyiaddr bootpsiaddr bootpgiaddr " \\
          "iperrorsrc iperrordst innersrc innerdst".split()
      types = dict.fromkeys(addresses, ipaddress.ip_address)
      types |= dict.fromkeys("esrc edst arpsrc arpdst bootpchaddr".split(), hardware)
      types |= {"timestamp": Decimal, "linktype": str, "dhcphoptions": str}
      rows = list(csv.DictReader(open(sys.argv[1] + "/rows.csv")))
      for row in rows:
          for name, text in row.items():
              if text: types.get(name, int)(text)
      assert [int(row["id"]) for row in rows] == list(range(2872))
      assert {row["vlan"] for row in rows} >= {"10", "20", "300"}
      base = sqlite3.connect(sys.argv[1] + "/rows.db")
      base.row_factory = sqlite3.Row
      for row, stored in zip(rows, base.execute("SELECT * FROM packets ORDER BY rowid"), strict=True):
          for name, text in row.items():
              assert text == ("" if stored[name] is None else str(stored[name])), (name, text)
          assert Decimal(stored["timestampns"]) == Decimal(row["timestamp"]) * 10**9
      plan = base.execute("EXPLAIN QUERY PLAN SELECT * FROM packets WHERE timestampns BETWEEN 1 AND 2")
      assert "packetsByTime" in " ".join(str(step[3]) for step in plan)
      assert base.execute("PRAGMA user_version").fetchone()[0] == 1
      assert base.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"ipcl", "big")
      assert base.execute("SELECT packetCount, status FROM inputs").fetchone()[:] == (2872, "ok")
      print("read", len(rows))
      END
      rm -rf "$folder"
      """, environment: ["CAPTURE": Captures.path("office-vlan.pcapng.gz")])
    #expect(result.outputText == "read 2872\n", "\(result.errorText)")
  }
}
