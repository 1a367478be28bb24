import Foundation
import Testing

@Suite struct LoginsSimulateTests {
  /// Runs `script` in a folder of its own.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """)
  }

  private static let short = ["logins", "simulate", "--to", "2025-02-01", "--users", "40"]

  @Test func aSeedGivesTheSameBytesInEveryFormat() throws {
    let result = try shell(
      """
      for format in csv sqlite auth-log; do
        for name in a b; do
          "$IPCLUST" logins simulate --to 2025-02-01 --format $format --labels $name.labels -o $name \
            || exit 1
        done
        cmp a b && cmp a.labels b.labels || exit 2
        "$IPCLUST" logins simulate --to 2025-02-01 --format $format --seed 7 -o c && cmp -s a c && exit 3
      done
      ls -A
      """)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText == "a\na.labels\nb\nb.labels\nc\n")
  }

  @Test func verboseTellsHowMuchWasMadeAndQuietNothing() throws {
    let verbose = try BuiltCommand.run(Self.short + ["-v"])
    let quiet = try BuiltCommand.run(Self.short + ["-q"])
    let rowCount = quiet.outputText.split(separator: "\n").count - 1
    #expect(verbose.status == 0 && verbose.output == quiet.output)
    #expect(verbose.errorText.hasPrefix("ipclust: \(rowCount) attempts, "), "\(verbose.errorText)")
    #expect(verbose.errorText.split(separator: "\n").count == 1)
    #expect(quiet.status == 0 && quiet.errorText.isEmpty)
  }

  @Test func csvHasTheColumnsOfTheField() throws {
    let result = try BuiltCommand.run(Self.short)
    let lines = result.outputText.split(separator: "\n")
    #expect(result.status == 0 && result.errorText.isEmpty)
    #expect(lines.first == "datetime,source_ip,username,success,failure_reason")
    let row =
      #/2025-01-\d\d \d\d:\d\d:\d\d\.\d{6},[0-9.]+,[a-z0-9]+,(True,|False,error_(wrong_(password|username)|account_locked))/#
    #expect(lines.count > 300)
    #expect(lines.dropFirst().allSatisfy { $0.wholeMatch(of: row) != nil })
  }

  @Test func labelsAndTablesTellOfTheSameAttacks() throws {
    let result = try shell(
      """
      "$IPCLUST" logins simulate --attacks-per-month 8 --to 2025-03-01 --labels l --format sqlite -o d \
        && "$IPCLUST" logins simulate --attacks-per-month 8 --to 2025-03-01 -o c || exit 1
      python3 - <<'EOF'
      import csv, sqlite3
      d = sqlite3.connect("d")
      rows = [tuple(v or None for v in r.values()) for r in csv.DictReader(open("l"))]
      assert rows == d.execute('SELECT * FROM attacks').fetchall() and len(rows) > 5, rows
      logs = d.execute("SELECT * FROM logs").fetchall()
      text = list(csv.DictReader(open("c")))
      assert len(logs) == len(text) > 1000
      for row, line in zip(logs, text):
          assert row == (line["datetime"], line["source_ip"], line["username"],
                         int(line["success"] == "True"), line["failure_reason"] or None)
      print("same")
      EOF
      """)
    #expect(result.outputText == "same\n", "\(result.errorText)")
  }

  @Test func authLogHasTheLinesOfOpenSSH() throws {
    let result = try BuiltCommand.run(
      Self.short + ["--format", "auth-log", "--attacks-per-month", "30"])
    let lines = result.outputText.split(separator: "\n")
    let head = #/2025-01-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00 server sshd\[\d+\]: (?<message>.*)/#
    let kinds = [
      #/Accepted password for [a-z0-9]+ from [0-9.]+ port \d+ ssh2/#,
      #/Failed password for [a-z0-9]+ from [0-9.]+ port \d+ ssh2/#,
      #/Failed password for invalid user [a-z0-9]+ from [0-9.]+ port \d+ ssh2/#,
      #/Invalid user [a-z0-9]+ from [0-9.]+ port \d+/#,
      #/User [a-z0-9]+ from [0-9.]+ not allowed because account is locked/#,
    ]
    var counts = [Int](repeating: 0, count: kinds.count)
    for line in lines {
      let message = try #require(line.wholeMatch(of: head)).message
      let kind = try #require(kinds.firstIndex { message.wholeMatch(of: $0) != nil }, "\(line)")
      counts[kind] += 1
    }
    #expect(counts.allSatisfy { $0 > 0 }, "\(counts)")
    // Every unknown or locked name has its line before that of the password.
    #expect(counts[2] == counts[3] + counts[4])
  }

  @Test(arguments: [
    ["--users", "0"], ["--to", "2024-01-01"], ["--attacks-per-month", "-1"],
    ["--attacks-per-month", "many"], ["--format", "sqlite"], ["--seed", "x"], ["--labels", "-"],
    ["--to", "9999-01-01"], ["-o", "same", "--labels", "same"],
  ])
  func whatCannotBeMeantIsWrongUsage(arguments: [String]) throws {
    let result = try BuiltCommand.run(["logins", "simulate"] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errorText.contains("expected"), "\(result.errorText)")
  }

  @Test func placesThatCannotBeWrittenAreSaid() throws {
    let result = try shell(
      """
      "$IPCLUST" logins simulate --to 2025-01-02 -o missing/a; echo $?
      "$IPCLUST" logins simulate --to 2025-01-02 --labels missing/a -o b; echo $?
      "$IPCLUST" logins simulate --to 2025-01-02 > /dev/full; echo $?
      ls -A
      """)
    #expect(result.outputText == "73\n73\n74\n", "\(result.outputText)")
  }
}
