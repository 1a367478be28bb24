import Foundation
import Testing

/// `logins follow` on simulated logs, as a user runs it and as machines fail under it.
@Suite struct LoginsFollowTests {
  /// Runs `script` in a folder of its own with six weeks of a simulated log and models of the first
  /// month.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      simulate() {
        "$IPCLUST" logins simulate --to 2025-02-08 --users 30 --attacks-per-month 60 "$@"
      }
      simulate --labels labels.csv -o logs.csv || exit 90
      train() {
        "$IPCLUST" logins train logs.csv --labels labels.csv --classifier sgd --to 2025-02-01 "$@" \
          > /dev/null
      }
      follow() { "$IPCLUST" logins follow "$@"; }
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """)
  }

  @Test(arguments: ["course", "extended"])
  func aReplayThroughAGrowingFilePredictsWhatBatchModeDoes(features: String) throws {
    let result = try shell(
      """
      train --features \(features) -o model || exit 2
      "$IPCLUST" logins evaluate logs.csv --labels labels.csv --model model --from 2025-02-01 \
        --format csv -o batch.csv || exit 3
      : > growing.csv
      # Not through a function, whose shell would get the signal in place of the program.
      "$IPCLUST" logins follow growing.csv --model model --from 2025-02-01 -o live.ndjson \
        2> live.log & follower=$!
      total=$(wc -c < logs.csv); done=0
      while [ "$done" -lt "$total" ]; do
        tail -c "+$((done + 1))" logs.csv | head -c 40009 >> growing.csv; done=$((done + 40009))
      done
      # Until the last line that a later record closes; the log is too old for the clock to close one.
      wanted=$(($(wc -l < batch.csv) - 1)); waited=0
      while [ "$(wc -l < live.ndjson)" -lt "$wanted" ] && [ "$waited" -lt 60 ]; do
        sleep 1; waited=$((waited + 1))
      done
      kill -TERM "$follower"; wait "$follower"; ended=$?
      [ "$ended" = 143 ] || { cat live.log; exit 4; }
      follow logs.csv --model model --from 2025-02-01 --once -o once.ndjson 2> once.log || exit 5
      head -n "$(wc -l < once.ndjson)" live.ndjson | cmp - once.ndjson || exit 6
      python3 - <<'EOF'
      import csv, json
      batch = list(csv.DictReader(open("batch.csv")))
      lines = [json.loads(line) for line in open("once.ndjson")]
      assert len(batch) == len(lines) > 9000, (len(batch), len(lines))
      for row, line in zip(batch, lines):
          assert row["time"] == line["time"] and float(row["score"]) == line["score"], (row, line)
      flagged = [line for line in lines if line["isAttack"]]
      assert flagged and all(line["failureCount"] >= 0 and line["incident"] for line in flagged)
      print("same")
      EOF
      """)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText == "same\n", "\(result.errorText)")
  }

  /// The logs of the field's course, which lie beside the checkout where there are any.
  private static let course: String? = {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/data/logins/ch_11").path
    return FileManager.default.fileExists(atPath: folder + "/logs.db") ? folder : nil
  }()

  /// A day at a time, each with the labels of the next: they are read before any minute of that day is,
  /// for the follower looks for labels before it looks at the log.
  private static let feeder = """
    import csv, json, sqlite3, sys, time
    base = sqlite3.connect("file:" + sys.argv[1] + "/logs.db?mode=ro", uri=True)
    period = " WHERE {0} >= '2019-01-01' AND {0} < '2019-02-01' ORDER BY {0}"
    logs = base.execute("SELECT * FROM logs" + period.format("datetime")).fetchall()
    attacks = base.execute("SELECT start, end FROM attacks" + period.format("end")).fetchall()

    def add(name, rows):
        with open(name, "a", newline="") as file:
            csv.writer(file).writerows(rows)

    def judged():
        # The last line but what is being written; lines have some hundred bytes.
        with open("live.ndjson", "rb") as file:
            file.seek(max(file.seek(0, 2) - 9999, 0))
            lines = file.read().rpartition(b"\\n")[0].splitlines()[-1:]
        return json.loads(lines[0])["time"] if lines else ""

    # The first rows come before any attack ends.
    days = sorted({row[0][:10] for row in logs})
    chunks = [logs[:20]] + [[row for row in logs[20:] if row[0][:10] == day] for day in days]
    given = 0
    for chunk, after in zip(chunks, days + ["2019-02-01"]):
        count = sum(end[:10] <= after for _, end in attacks)
        add("labels.csv", attacks[given:count])
        given = count
        add("growing.csv", chunk)
        # The minute of the last attempt is open until the next chunk.
        minutes = sorted({row[0][:16] for row in chunk})
        wanted = minutes[-2].replace(" ", "T") + ":00Z"
        patience = time.monotonic() + 60
        while judged() < wanted:
            assert time.monotonic() < patience, (judged(), wanted)
            time.sleep(0.02)
    """

  @Test(
    .enabled(if: course != nil, "no folder '../shared/data' beside us"), arguments: [false, true])
  func aMonthOfTheCourseIsReplayedAsBatchModeJudgesIt(learns: Bool) throws {
    let folder = try #require(Self.course)
    let learning = learns ? "--update --labels labels.csv" : ""
    let result = try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      "$IPCLUST" logins train "$COURSE/logs.db" --classifier sgd --to 2019-01-01 -o model > said
      cp model start
      echo datetime,source_ip,username,success,failure_reason > growing.csv
      echo start,end > labels.csv; : > live.ndjson
      "$IPCLUST" logins follow growing.csv --model model \(learning) --at-threshold 0.005 \
        --from 2019-01-01 -q -o live.ndjson 2> log & follower=$!
      printf '%s' "$FEEDER" | python3 - "$COURSE" 2> log; fed=$?
      kill -TERM "$follower"; wait "$follower"; ended=$?
      [ "$fed.$ended" = 0.143 ] || { cat log; exit 2; }
      cp start once.model
      "$IPCLUST" logins follow growing.csv --model once.model \(learning) --at-threshold 0.005 \
        --from 2019-01-01 --once -q -o once.ndjson || exit 3
      # The one ends with the last attempt, the other with the last failure.
      for name in live once; do
        head -n 44590 $name.ndjson > $name.head; [ "$(wc -l < $name.head)" = 44590 ] || exit 4
      done
      cmp live.head once.head || exit 5
      cmp model once.model || exit 6
      "$IPCLUST" logins evaluate "$COURSE/logs.db" --model start --at-threshold 0.005 \
        --from 2019-01-01 --to 2019-02-01 --format csv -o batch.csv || exit 7
      python3 - <<'EOF'
      import csv, json
      batch = list(csv.DictReader(open("batch.csv")))
      lines = [json.loads(line) for line in open("once.ndjson")]
      assert len(batch) == len(lines) == 44603, (len(batch), len(lines))
      alike = [row["time"] == line["time"] and float(row["score"]) == line["score"]
               for row, line in zip(batch, lines)]
      print("same" if all(alike) else alike.index(False))
      EOF
      status=$?; cmp -s start model && echo unchanged; rm -rf "$folder"; exit $status
      """, environment: ["COURSE": folder, "FEEDER": Self.feeder])
    #expect(result.status == 0, "\(result.outputText) \(result.errorText)")
    let lines = result.outputText.split(separator: "\n")
    if learns {
      // The model is another one behind the first attack.
      #expect(lines.count == 1 && (Int(lines[0]) ?? 0) > 0, "\(result.outputText)")
    } else {
      #expect(lines == ["same", "unchanged"], "\(result.outputText)")
    }
  }

  /// What the test needs and nothing else does, so that it is no package of ours.
  private static let hasStrace = FileManager.default.fileExists(atPath: "/usr/bin/strace")

  @Test(
    .enabled(if: hasStrace, "strace is not installed: no calls are made to fail"),
    arguments: ["pwrite64", "write", "fsync", "rename", "ftruncate"])
  func killingItAtAnyCallLosesAndRepeatsNothing(call: String) throws {
    let result = try shell(
      """
      train -o start || exit 2
      # What came before those days leads up to nothing that these features count.
      awk 'NR == 1 || $0 >= "2025-02-04"' logs.csv > days.csv
      run() {
        "$@" "$IPCLUST" logins follow days.csv --model model --update --labels labels.csv \
          --at-threshold 0.01 --from 2025-02-04 --once -q -o lines.ndjson 2> /dev/null
      }
      # Judged by the first run already, and a line that the kernel had written half.
      begin() {
        cp start model && head -n 100 whole.ndjson > lines.ndjson \
          && printf '{"schema":"ipclust.logins.fol' >> lines.ndjson
      }
      cp start model && run env || exit 3
      mv lines.ndjson whole.ndjson && mv model whole.model
      [ "$(wc -l < whole.ndjson)" -gt 3000 ] && ! cmp -s start whole.model || exit 4
      number=1
      while :; do
        begin
        run strace -f -qq -o trace -e "trace=\(call)" -e "inject=\(call):signal=KILL:when=$number"
        # Beyond the last call it ends by itself.
        [ $? = 0 ] && break
        run env || { echo "call $number: the second run ends with $?"; exit 5; }
        cmp -s lines.ndjson whole.ndjson || { echo "call $number: other lines"; exit 6; }
        cmp -s model whole.model || { echo "call $number: another model"; exit 7; }
        for left in .ipclust-*; do [ -e "$left" ] && { echo "call $number: $left"; exit 8; }; done
        number=$((number + 1))
      done
      echo "$((number - 1))"
      """)
    #expect(result.status == 0, "\(result.outputText) \(result.errorText)")
    #expect(Int(result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 0)
  }

  /// What a killed run left goes, and nothing else does: no file that a run still writes, none of
  /// another name, no link and no folder.
  @Test func onlyModelsThatNobodyWritesAreRemoved() throws {
    let result = try shell(
      """
      train -o model || exit 2
      touch .ipclust-model-1.tmp .ipclust-model-12-3.tmp
      touch .ipclust-model-a.tmp .ipclust-model-.tmp .ipclust-report-1.tmp .ipclust-model-1.tmp.bak
      mkdir .ipclust-model-2.tmp; ln -s model .ipclust-model-3.tmp
      flock .ipclust-model-4.tmp sh -c ': > held; while [ -e held ]; do sleep 0.1; done' & holder=$!
      while [ ! -e held ]; do sleep 0.1; done
      follow logs.csv --model model --update --labels labels.csv --once --from 2025-02-07 -q \
        -o lines || exit 3
      rm held; wait "$holder"; ls -A | grep ipclust
      """)
    #expect(
      result.outputText.split(separator: "\n") == [
        ".ipclust-model-.tmp", ".ipclust-model-1.tmp.bak", ".ipclust-model-2.tmp",
        ".ipclust-model-3.tmp", ".ipclust-model-4.tmp", ".ipclust-model-a.tmp",
        ".ipclust-report-1.tmp",
      ], "\(result.status) \(result.errorText)")
  }

  @Test func aSecondRunAddsOnlyWhatIsNew() throws {
    let result = try shell(
      """
      train -o model || exit 2
      replay() { follow "$1" --model model --once --from 2025-02-01 -q -o "$2"; }
      replay logs.csv whole || exit 3
      awk 'NR == 1 || $0 < "2025-02-05"' logs.csv > part.csv
      replay part.csv part || exit 4
      [ "$(wc -l < part)" -lt "$(wc -l < whole)" ] || exit 5
      awk 'NR > 1 && $0 >= "2025-02-05"' logs.csv >> part.csv
      replay part.csv part && cmp part whole && replay part.csv part && cmp part whole
      """)
    #expect(result.status == 0, "\(result.outputText) \(result.errorText)")
  }

  @Test func aDatabaseIsFollowedWithItsOwnLabels() throws {
    let result = try shell(
      """
      simulate --format sqlite -o logs.db || exit 2
      train -o model && cp model start || exit 3
      follow logs.db --model model --update --once --from 2025-02-01 -o a.ndjson 2> log || exit 4
      cmp -s model start && exit 5
      cp start model
      follow logs.csv --model model --update --labels labels.csv --once --from 2025-02-01 -q \
        -o b.ndjson || exit 6
      cmp a.ndjson b.ndjson && "$IPCLUST" model verify model && cat log
      """)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.contains("alerts a day"))
    #expect(result.outputText.contains("rows learned from"))
  }

  @Test func othersFilesAreLeftAsTheyAre() throws {
    let result = try shell(
      """
      train -o model || exit 2
      printf 'my notes' > notes && cp notes copy
      follow logs.csv --model model --once -o notes 2> log; [ $? = 73 ] || exit 3
      cmp notes copy && grep -q 'expected predictions' log || exit 4
      follow logs.csv --model model --once -o logs.csv 2> /dev/null; [ $? = 64 ] || exit 5
      follow none.csv --model model --once -o lines 2> /dev/null; [ $? = 66 ] || exit 6
      : > empty.csv
      "$IPCLUST" logins follow empty.csv --model model -o lines 2> /dev/null & follower=$!
      waited=0; while [ ! -e lines ] && [ "$waited" -lt 50 ]; do sleep 0.1; waited=$((waited + 1)); done
      sleep 0.5; follow empty.csv --model model -o lines 2> log; [ $? = 75 ] || exit 7
      kill -TERM "$follower"; wait "$follower"; [ $? = 143 ]
      """)
    #expect(result.status == 0, "\(result.errorText)")
  }
}
