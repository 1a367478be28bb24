import Foundation
import Testing

@Suite struct LoginsFeaturesTests {
  /// Runs `script` in a folder of its own that holds `log.csv`, in `$FEATURES` by what it is read.
  static func shell(
    _ script: String, environment: [String: String] = [:]
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      ln -s "$IPCLUST" program
      cat > log.csv <<'END'
      datetime,source_ip,username,success,failure_reason
      2018-03-24 23:58:30,192.0.2.1,amy,True,
      2018-03-25 00:00:10,192.0.2.1,amy,False,error_wrong_password
      2018-03-25 00:00:59.9,192.0.2.1,bob,False,error_wrong_username
      2018-03-25 00:05:00,2001:db8::1,=1+1,False,
      2018-03-25 00:03:00,192.0.2.1,amy,False,
      END
      cat > attacks.csv <<'END'
      start,end
      2018-03-25 00:03:30,2018-03-25 00:04:30
      END
      \(script)
      status=$?; cd / && rm -rf "$folder"; exit $status
      """, environment: environment.merging(["FEATURES": "./program logins features"]) { $1 })
  }

  /// Times, user names and labels of the rows of a CSV.
  private func rows(_ csv: String) -> [String] {
    let lines = csv.split(separator: "\n").map { $0.split(separator: ",") }
    guard let header = lines.first, header.count > 32 else { return [] }
    return lines.dropFirst().map { fields in
      let features = zip(header, fields).dropFirst(2).filter { $0.1 == "1" }.map { "\($0.0)" }
      return ([fields[0].description, fields[1].description] + features).joined(separator: " ")
    }
  }

  // MARK: Formats

  @Test func theTableHasARowForEveryMinute() throws {
    let result = try Self.shell("$FEATURES --labels attacks.csv --format csv log.csv")
    #expect(result.status == 0 && result.errorText.isEmpty)
    #expect(
      rows(result.outputText) == [
        "2018-03-25T00:00:00Z 2 day_of_week_6 hour_0",
        "2018-03-25T00:01:00Z 0 day_of_week_6 hour_0",
        "2018-03-25T00:02:00Z 0 day_of_week_6 hour_0",
        "2018-03-25T00:03:00Z 1 day_of_week_6 hour_0 label",
        "2018-03-25T00:04:00Z 0 day_of_week_6 hour_0 label",
        "2018-03-25T00:05:00Z 1 day_of_week_6 hour_0 label",
      ])
  }

  @Test func theFormatsTellTheSame() throws {
    let csv = try Self.shell("$FEATURES --labels attacks.csv --format csv log.csv").outputText
    let json = try ScanDocument(
      try Self.shell("$FEATURES --labels attacks.csv --format json log.csv").output)
    let lines = try Self.shell("$FEATURES --labels attacks.csv --format ndjson log.csv").outputText
      .split(separator: "\n").map { try ScanDocument(Data($0.utf8)).root }
    func text(_ row: [String: Any]) -> String {
      let label = row["isAttack"] as? Bool == true ? " label" : ""
      return "\(row["time"] ?? "") \(row["usernamesWithFailures"] ?? "") "
        + "day_of_week_\(row["dayOfWeek"] ?? "") hour_\(row["hour"] ?? "")" + label
    }
    let fromJSON = try #require(json.root["rows"] as? [[String: Any]]).map(text)
    let fromLines = lines.filter { $0["record"] as? String == "row" }.map(text)
    #expect(fromJSON == rows(csv) && fromLines == rows(csv) && fromJSON.count == 6)
    #expect(lines.first?["record"] as? String == "header")
    #expect(lines.last?["record"] as? String == "trailer" && lines.last?["rowCount"] as? Int == 6)
    #expect(json.root["schema"] as? String == "ipclust.logins.features")
    #expect(json.root["schemaVersion"] as? Int == 1)
    let names = try #require(json.root["encoding"] as? [String: Any])["features"] as? [String]
    #expect(names.map { ["time"] + $0 + ["label"] } == csv.prefix { $0 != "\n" }.fields)
  }

  @Test func standardInputAndFilesTellTheSame() throws {
    let result = try Self.shell(
      """
      gzip -k log.csv
      for input in log.csv log.csv.gz; do $FEATURES --format csv $input; done | sort | uniq -c > two
      for input in log.csv log.csv.gz; do cat $input | $FEATURES --format csv -; done |
        sort | uniq -c | cmp - two && wc -l < two
      """)
    #expect(result.status == 0 && result.outputText == "7\n", "\(result.errorText)")
  }

  @Test func anOutputIsWrittenWholeAndNeverOverAnInput() throws {
    let result = try Self.shell(
      """
      $FEATURES --format csv -o table.csv log.csv; echo $? $(wc -l < table.csv)
      cp log.csv kept; cp attacks.csv kept-attacks
      $FEATURES -o ./log.csv log.csv; echo $?
      $FEATURES --labels attacks.csv -o ./attacks.csv log.csv; echo $?
      $FEATURES -o missing/table log.csv; echo $?
      cmp log.csv kept && cmp attacks.csv kept-attacks; echo $?
      """)
    #expect(result.outputText == "0 7\n64\n64\n73\n0\n", "\(result.errorText)")
  }

  // MARK: What changes nothing

  @Test(arguments: ["America/New_York", "Pacific/Apia", "Europe/Berlin", ":nonsense"])
  func theZoneOfTheMachineChangesNothing(zone: String) throws {
    let script = """
      for arguments in log.csv '--tz Europe/Berlin log.csv' '--from 2018-03-25 log.csv' \
        '--resolution 1h log.csv'; do $FEATURES --labels attacks.csv --format json $arguments; done
      """
    let plain = try Self.shell(script)
    let other = try Self.shell(script, environment: ["TZ": zone, "LC_ALL": "tr_TR.UTF-8"])
    #expect(plain.status == 0 && plain.output == other.output && !plain.output.isEmpty)
  }

  @Test func theOrderOfRowsAndLogsChangesNothing() throws {
    let result = try Self.shell(
      """
      head -n 1 log.csv > first.csv; sed -n '2,3p' log.csv >> first.csv
      head -n 1 log.csv > second.csv; sed -n '4,6p' log.csv >> second.csv
      head -n 1 log.csv > shuffled.csv; for n in 6 2 4 5 3; do sed -n "${n}p" log.csv >> shuffled.csv
      done
      for inputs in log.csv shuffled.csv 'first.csv second.csv' 'second.csv first.csv' \
        '--threads 1 log.csv'; do $FEATURES --format csv $inputs | cksum; done | sort -u | wc -l
      $FEATURES shuffled.csv | grep 'out of order'
      """)
    #expect(result.status == 0 && result.outputText.hasPrefix("1\n"), "\(result.errorText)")
  }

  // MARK: Times

  @Test func timesAreReadInTheZoneAndWrittenInUTC() throws {
    let result = try Self.shell("$FEATURES --tz Europe/Berlin --format csv log.csv")
    #expect(rows(result.outputText).first == "2018-03-24T23:00:00Z 2 day_of_week_5 hour_23")
    #expect(rows(result.outputText).count == 6)
    let document = try ScanDocument(
      try Self.shell("$FEATURES --tz +01:00 --from 2018-03-25T00:03 --format json log.csv").output)
    let options = try #require(document.run["options"] as? [String: Any])
    #expect(options["timeZone"] as? String == "+01:00")
    #expect(options["from"] as? String == "2018-03-24T23:03:00Z")
    #expect(document.root["rowCount"] as? Int == 3)
  }

  /// Clocks of Berlin went from 02:00 to 03:00.
  @Test func aTimeThatNoClockShowedIsNotTakenForOneOfUTC() throws {
    let result = try Self.shell(
      """
      for time in 2018-03-25T02:30:00 2018-03-25T02:30 '2018-03-25 02:30:00'; do
        $FEATURES --tz Europe/Berlin --from "$time" log.csv; echo $?; done
      $FEATURES --tz Europe/Berlin --from 1521936180 --format csv log.csv | wc -l
      """)
    #expect(result.outputText == "64\n64\n64\n1\n", "\(result.errorText)")
  }

  @Test func syslogsSayThatTheirYearIsTaken() throws {
    let result = try Self.shell(
      """
      printf 'Dec 31 23:59:59 gate sshd[1]: Invalid user a from 192.0.2.1 port 1\\n' > old
      printf 'Jan  1 00:00:01 gate sshd[2]: Invalid user b from 192.0.2.1 port 2\\n' > new
      $FEATURES --year 2026 --format csv new old | cut -d , -f 1,2
      $FEATURES --format csv old new | cut -d , -f 1,2
      """)
    #expect(
      result.outputText == """
        time,usernames_with_failures
        2025-12-31T23:59:00Z,1
        2026-01-01T00:00:00Z,1
        time,usernames_with_failures
        1999-12-31T23:59:00Z,1
        2000-01-01T00:00:00Z,1

        """)
    #expect(result.errorText.contains("state its year with --year"))
  }
}

extension Substring {
  fileprivate var fields: [String] { split(separator: ",").map { "\($0)" } }
}
