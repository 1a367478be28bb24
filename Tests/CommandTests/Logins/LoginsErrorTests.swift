import Foundation
import Testing

/// How the commands on logins end when something is wrong.
@Suite struct LoginsErrorTests {
  // MARK: Usage

  static let mistakes: [[String]] = [
    ["logins", "nosuch"],
    ["logins", "features"],
    ["logins", "features", "--format", "xml", "x"],
    ["logins", "features", "--format", "sqlite", "x"],
    ["logins", "features", "--color", "sometimes", "x"],
    ["logins", "features", "--tz", "Mars/Olympus", "x"],
    ["logins", "features", "--tz", "", "x"],
    ["logins", "features", "--tz", "+25:00", "x"],
    ["logins", "features", "--tz", "+1:00", "x"],
    ["logins", "features", "--resolution", "7min", "x"],
    ["logins", "features", "--resolution", "0s", "x"],
    ["logins", "features", "--resolution", "min", "x"],
    ["logins", "features", "--resolution", "2d", "x"],
    ["logins", "features", "--resolution", "-1min", "x"],
    ["logins", "features", "--from", "yesterday", "x"],
    ["logins", "features", "--from", "2018-13-01", "x"],
    ["logins", "features", "--tz", "Europe/Berlin", "--from", "2018-03-25T02:30:00", "x"],
    ["logins", "features", "--from", "2018-02-01", "--to", "2018-01-01", "x"],
    ["logins", "features", "--from", "2018-02-01", "--to", "2018-02-01T00:00:00Z", "x"],
    ["logins", "features", "--year", "0", "x"],
    ["logins", "features", "--year", "26.5", "x"],
    ["logins", "features", "--labels", "", "x"],
    ["logins", "features", "--labels", "a", "-o", "./a", "x"],
    ["logins", "features", "-o", "", "x"],
    ["logins", "features", "-", "-r", "-"],
  ]

  @Test func mistakesAreNamedOnOneLine() throws {
    var transcript = ""
    for arguments in Self.mistakes {
      let result = try BuiltCommand.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
      #expect(result.errorText.split(separator: "\n").count == 1, "\(arguments)")
      transcript += "$ ipclust \(arguments.map { $0.isEmpty ? "''" : $0 }.joined(separator: " "))\n"
      transcript += result.errorText
    }
    try Golden.expect(transcript, equals: "logins-usage-errors.txt")
  }

  // MARK: Inputs

  /// Status, message and, of JSON, the status it tells of itself.
  @Test func whatIsWrongWithInputsIsSaidOnOneLineEach() throws {
    let inputs = [
      "log.csv", "--labels attacks.csv log.csv", "missing", "unlabelled.csv", "twice.csv", "empty",
      "words", "bytes", "capture.pcap", "cut.csv.gz", "--allow-partial cut.csv.gz",
      "--allow-partial missing", "--labels missing log.csv", "--labels log.csv log.csv",
      "--labels turned.csv log.csv", "--labels auth.log log.csv", "packed.db.gz", "no-table.db",
      "log.csv missing cut.csv.gz", "/dev/null", "no-such-folder/", "year.csv",
    ]
    let calls = inputs.map { "call \($0)" }.joined(separator: "\n")
    let result = try LoginsFeaturesTests.shell(
      """
      printf 'datetime,source_ip,success\\n2018-03-25 00:00:00,192.0.2.1,0\\n' > unlabelled.csv
      printf 'datetime,source_ip,username,success,USERNAME\\n' > twice.csv
      : > empty; printf 'Dear reader\\nthis is no log\\n' > words; printf '\\001\\002\\003\\377' > bytes
      cp "$CAPTURE" capture.pcap
      for n in $(seq 1 400); do sed -n "$((n % 5 + 2))p" log.csv; done > rows
      { head -n 1 log.csv; cat rows; } | gzip -n | head -c 150 > cut.csv.gz
      printf 'start,end\\n2018-03-25 00:05:00,2018-03-25 00:00:00\\n' > turned.csv
      printf 'Jan  1 00:00:01 gate sshd[2]: Invalid user b from 192.0.2.1 port 2\\n' > auth.log
      gzip -nc "$SEEDS/logs.sqlite" > packed.db.gz; cp "$TABLELESS" no-table.db
      { cat log.csv; printf '1018-03-25 00:00:10,192.0.2.1,amy,False,\\n'; } > year.csv
      call() {
        echo "$ ipclust logins features $*"
        $FEATURES --format json "$@" > report 2> message; echo "status $?"
        cat message; grep '^    "status"' report
      }
      \(calls)
      """,
      environment: [
        "CAPTURE": Captures.path("office.pcap"), "SEEDS": Self.seeds.appending(path: "logins").path,
        "TABLELESS": Self.seeds.appending(path: "input/packets.sqlite").path,
      ])
    try Golden.expect(result.outputText, equals: "logins-errors.txt")
  }

  static let seeds = Captures.folder.deletingLastPathComponent().appending(path: "Fuzz/Seeds")

  @Test func aDirectoryOfLogsMayHoldOtherFiles() throws {
    let result = try LoginsFeaturesTests.shell(
      """
      mkdir -p logs/below; cp log.csv attacks.csv logs; printf 'Dear reader\\n' > logs/notes
      printf '\\001\\002\\003\\377' > logs/wtmp; : > logs/empty; cp log.csv logs/below
      $FEATURES --format json logs; echo $?
      """)
    let document = try ScanDocument(Data(result.outputText.dropLast(2).utf8))
    #expect(result.outputText.hasSuffix("0\n") && result.errorText.isEmpty)
    #expect(try document.inputs.map { $0["path"] as? String } == ["logs/log.csv"])
    let ignored = try #require(document.run["ignored"] as? [[String: String]])
    #expect(
      ignored.map { "\($0["path"] ?? "") \($0["reason"] ?? "")" } == [
        "logs/attacks.csv missing-columns", "logs/empty empty-file",
        "logs/notes unsupported-format", "logs/wtmp unsupported-format",
      ])
  }

  // MARK: Corpus

  /// A document without its rows where there are so many, of logs that span years, that reading them
  /// would take longer than everything else.
  private static func withoutManyRows(_ document: Data) throws -> Data {
    guard document.count > 1 << 20 else { return document }
    let (start, end) = (Data("\n  \"rows\": [".utf8), Data("\n  ]\n}\n".utf8))
    try #require(document.suffix(end.count) == end)
    return document[..<(try #require(document.range(of: start)).upperBound)] + end
  }

  private static let corpus = ModelCommandTests.corpus
  private static let hasCorpus = FileManager.default.fileExists(
    atPath: corpus.appending(path: "manifest.json").path)

  @Test(.enabled(if: hasCorpus, "no folder '../shared/badinput' beside us"))
  func everyLogOfTheCorpusEndsAsExpected() throws {
    let folder = URL.temporaryDirectory.appending(path: "logins-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.corpus.appending(path: "logins"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = try Data(contentsOf: Self.corpus.appending(path: "manifest.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = try #require(root["files"] as? [[String: Any]])
      .filter { ($0["file"] as? String)?.hasPrefix("logins/") == true }
    #expect(rows.count > 45)
    for row in rows {
      let name = try #require(row["file"] as? String)
      let path = folder.appending(path: String(name.dropFirst("logins/".count))).path
      let isLabels = name.contains("attacks_") && !name.hasSuffix("as_log.csv")
      let arguments =
        isLabels
        ? ["--labels", path, folder.appending(path: "sorted.csv").path] : [path]
      let result = try BuiltCommand.run(["logins", "features", "--format", "json"] + arguments)
      #expect(!result.wasKilled && [0, 65].contains(result.status), "\(name) \(result.status)")
      let document = try ScanDocument(Self.withoutManyRows(result.output))
      let runs = isLabels ? try document.run["labels"] as? [[String: Any]] : try document.inputs
      let status = runs?.first?["status"] as? String
      let expected = try #require(row["status"] as? String)
      #expect(status == expected || row["also"] != nil, "\(name) \(status ?? "")")
      #expect((result.status == 0) == (status == "ok"), "\(name)")
    }
  }
}
