import Foundation
import Testing

/// Detectors and classifiers on simulated logs, as a user runs them.
@Suite struct LoginsModelTests {
  /// Runs `script` in a folder of its own that holds two months of a simulated log.
  private func shell(_ script: String) throws -> BuiltCommand.Result {
    try BuiltCommand.shell(
      """
      folder=$(mktemp -d) && cd "$folder" || exit 1
      "$IPCLUST" logins simulate --to 2025-03-01 --users 30 --attacks-per-month 8 \
        --labels labels.csv -o logs.csv || exit 98
      "$IPCLUST" logins simulate --to 2025-03-01 --users 30 --attacks-per-month 8 \
        --format sqlite -o logs.db || exit 99
      january="--from 2025-01-01 --to 2025-02-01"; february="--from 2025-02-01 --to 2025-03-01"
      \(script)
      status=$?; rm -rf "$folder"; exit $status
      """)
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: Explore and detect

  @Test func aLogIsToldOfInEitherForm() throws {
    let result = try shell(
      """
      "$IPCLUST" logins explore --format json logs.db > a && \
        "$IPCLUST" logins explore --format json --labels labels.csv logs.csv > b || exit 1
      sed -n '/"attemptCount"/,$p' a > c; sed -n '/"attemptCount"/,$p' b > d; cmp c d || exit 2
      cat a
      """)
    #expect(result.status == 0, "\(result.errorText)")
    let document = try object(result.outputText)
    #expect(document["schema"] as? String == "ipclust.logins.explore")
    #expect((document["attacks"] as? [Any])?.isEmpty == false)
    #expect((document["charts"] as? [Any])?.count == 6)
  }

  @Test(arguments: ["isolation-forest", "lof", "one-class-svm", "k-means"])
  func everyDetectorAnswersTheSameWithAnyNumberOfThreads(name: String) throws {
    let result = try shell(
      """
      for threads in 1 2; do
        "$IPCLUST" logins detect logs.db --detector \(name) --contamination 0.01 $january \
          --threads $threads --format json > $threads || exit 1
      done
      cmp 1 2 && cat 1
      """)
    #expect(result.status == 0, "\(result.errorText)")
    let document = try object(result.outputText)
    let rows = try #require(document["rows"] as? [[String: Any]])
    let threshold = try #require(document["threshold"] as? Double)
    #expect(rows.count == document["rowCount"] as? Int && rows.count > 40_000)
    let wrong = rows.firstIndex { row in
      guard let score = row["score"] as? Double else { return true }
      return row["isOutlier"] as? Bool != (score > threshold)
    }
    #expect(wrong == nil)
    #expect(
      rows.count { $0["isOutlier"] as? Bool == true } == document["outlierCount"] as? Int)
    // As text, because Foundation's JSON reader rounds numbers of either sign differently.
    let text = result.outputText
    let figure = try #require(text.firstMatch(of: /"threshold": ?([^,\n]+)/)).1
    let offset = try #require(text.firstMatch(of: /"offset": ?([^,\n]+)/)).1
    #expect(offset == (figure.hasPrefix("-") ? figure.dropFirst() : "-" + figure))
    #expect((document["incidents"] as? [Any])?.isEmpty == false)
  }

  @Test func detectorsAreComparedAndLabelsChangeNothing() throws {
    let result = try shell(
      """
      "$IPCLUST" logins detect logs.csv --detector lof --compare isolation-forest:0.01 $january \
        --format json > without || exit 1
      "$IPCLUST" logins detect logs.csv --detector lof --compare isolation-forest:0.01 $january \
        --labels labels.csv --format json > with || exit 2
      grep -c '"report"' without; grep -c '"report"' with; grep -o 'cohenKappa' with
      grep -c '"isOutlier":true' without; grep -c '"isOutlier":true' with
      """)
    let lines = result.outputText.split(separator: "\n")
    try #require(lines.count == 5, "\(result.errorText)")
    #expect(lines[0] == "0" && lines[1] == "1" && lines[2] == "cohenKappa")
    #expect(lines[3] == lines[4] && lines[3] != "0")
  }

  // MARK: Train, evaluate, threshold, update

  @Test(arguments: [
    "dummy", "naive-bayes", "logistic-regression", "random-forest", "sgd", "passive-aggressive",
  ])
  func everyClassifierIsTrainedToTheSameFileAndJudges(name: String) throws {
    let result = try shell(
      """
      for threads in 1 2; do
        "$IPCLUST" logins train logs.db --classifier \(name) $january --threads $threads -o $threads \
          > report || exit 1
      done
      cmp 1 2 && "$IPCLUST" model verify 1 > verdict && "$IPCLUST" model show 1 > shown || exit 2
      grep -q 'sound, SHA-256' verdict && grep -q 'logins-course' shown || exit 3
      "$IPCLUST" logins evaluate logs.db --model 1 $february --format json
      """)
    #expect(result.status == 0, "\(result.errorText)")
    let document = try object(result.outputText)
    let confusion = try #require(document["confusion"] as? [String: Int])
    #expect(confusion.values.reduce(0, +) == document["rowCount"] as? Int)
    // Naive Bayes is sure of days and hours without an attack in January, here as in scikit-learn.
    if !["dummy", "naive-bayes"].contains(name) {
      #expect((document["rocAUC"] as? Double ?? 0) > 0.7)
    }
  }

  @Test func aThresholdGivesWhatWasAskedFor() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier sgd $january -o m > report || exit 1
      "$IPCLUST" logins threshold logs.db --model m $february --min-precision 0.8 --min-recall 0.5 \
        --format json > t || exit 2
      largest=$(python3 -c 'import json; print(repr(json.load(open("t"))["largest"]))')
      "$IPCLUST" logins evaluate logs.db --model m $february --at-threshold "$largest" --format json
      """)
    #expect(result.status == 0, "\(result.errorText)")
    let report = try object(result.outputText)["report"] as? [String: Any]
    let figures = try #require(report?["true"] as? [String: Double])
    #expect((figures["precision"] ?? 0) >= 0.8 && (figures["recall"] ?? 0) >= 0.5)
  }

  @Test func aModelLearnsOnInItsPlaceOrElsewhere() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier sgd $january -o m > report || exit 1
      cp m old
      "$IPCLUST" logins update m logs.db $february -o n > report && cmp m old || exit 2
      "$IPCLUST" logins update m logs.csv --labels labels.csv $february > report || exit 3
      cmp -s m old && exit 4
      "$IPCLUST" model show --format json m | grep -c '"attackCount"'
      "$IPCLUST" logins evaluate logs.db --model m $february --format csv > a
      "$IPCLUST" logins evaluate logs.db --model n $february --format csv > b
      cmp a b && echo same
      """)
    #expect(result.outputText == "2\nsame\n", "\(result.errorText)")
  }

  @Test func rowsThatWereLearnedBeforeAreWarnedOf() throws {
    let result = try shell(
      """
      update() { "$IPCLUST" logins update m "$@" > report 2> err; echo "$? $(cat err)"; }
      "$IPCLUST" logins train logs.db --classifier sgd $january -o m > report || exit 1
      update logs.db $february
      update logs.db --from 2025-02-20T00:00:00Z
      # The log grows, which changes its bytes.
      python3 - << 'EOF' || exit 2
      import sqlite3
      with sqlite3.connect("logs.db") as log:
        log.execute("INSERT INTO logs SELECT '2025-03-02 12:00:00', source_ip, username, success, "
          "failure_reason FROM logs WHERE NOT success LIMIT 2")
      EOF
      update logs.db --from 2025-03-01
      update logs.db --from 2025-02-20T00:00:00Z --to 2025-02-21T00:00:00Z
      update logs.csv --labels labels.csv $february
      """)
    #expect(result.status == 0, "\(result.errorText)")
    let lines = result.outputText.split(separator: "\n").map(String.init)
    try #require(lines.count == 5, "\(lines)")
    let pattern =
      /0 ipclust: m: has already learned from (a log named )?logs\.db, 2025-02-20T\S+Z to 2025-0[23]-\S+Z, and now learns that time again; take later rows with --from/
    #expect(lines[0] == "0 " && lines[2] == "0 " && lines[4] == "0 ", "\(lines)")
    #expect(try #require(lines[1].wholeMatch(of: pattern)).1 == nil)
    #expect(try #require(lines[3].wholeMatch(of: pattern)).1 != nil)
  }

  @Test func gridsAreSearchedAndToldOf() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier logistic-regression --grid C=0.1,1 \
        --grid class-weight=none,balanced $january -o m --format json
      """)
    let grid = try object(result.outputText)["grid"] as? [String: Any]
    #expect((grid?["candidates"] as? [Any])?.count == 4, "\(result.errorText)")
  }

  // MARK: What cannot be done

  @Test func everyRefusalHasItsStatusAndSentence() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier naive-bayes $january -o m > report || exit 1
      cp m kept; head -c 500 m > cut; sed 's/"schemaVersion": 1/"schemaVersion": 9/' m > newer
      say() { "$IPCLUST" logins "$@" > out 2> err; echo "$?:$(head -1 err)"; }
      say train logs.csv --classifier sgd $january -o x
      say update m logs.db $february
      say evaluate logs.db --model cut $february
      say evaluate logs.db --model newer $february
      say evaluate logs.db --model missing $february
      say detect logs.db --detector lof --from 2030-01-01
      say train logs.db --classifier sgd --parameter speed=9 -o x
      say train logs.db --classifier svm -o x
      say threshold logs.db --model m --min-precision 0.5
      say evaluate logs.db --model m -o m
      say train logs.db --classifier sgd -o logs.db
      say detect logs.db --detector k-means --compat
      cmp m kept && ls x 2>&1 | grep -c cannot
      """)
    let lines = result.outputText.split(separator: "\n").map(String.init)
    let statuses = lines.dropLast().map { $0.prefix { $0 != ":" } }
    #expect(
      statuses == ["66", "70", "65", "78", "66", "70", "64", "64", "64", "64", "64", "64"],
      "\(result.outputText)")
    #expect(lines.last == "1")
    let saysWhatIsWrong = ["expected", "must be", "no such file"]
    #expect(
      lines.dropLast().allSatisfy { line in
        line.contains("ipclust: ") && saysWhatIsWrong.contains { line.contains($0) }
      }, "\(lines)")
  }

  /// What could not be read is the only thing that is wrong: in text a line, in JSON the `error`.
  @Test func whatIsMissingIsSaidOnceAndIsTheReason() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier sgd $january -o m > report || exit 1
      printf 'begin\\n1\\n' > bad.csv; printf 'no log\\n' > bad.log
      say() { # COMMAND...
        "$IPCLUST" logins "$@" > out 2> err; echo "$? $(cat err)"
        "$IPCLUST" logins "$@" --format json > out 2> err; echo "$? $(cat err)"
        grep -o '"error":{[^}]*}' out | head -1
      }
      say train logs.csv --labels missing --classifier sgd $january -o x
      say train logs.csv --labels bad.csv --classifier sgd $january -o x
      say train missing --classifier sgd -o x
      say train bad.log missing --classifier sgd -o x
      say update m missing
      say evaluate logs.csv --labels missing --model m $february
      say evaluate missing --model m
      say threshold missing --model m --min-precision 0.5 --min-recall 0.5
      say detect missing --detector lof
      [ ! -e x ] || echo x
      "$IPCLUST" logins follow missing --model m --once
      "$IPCLUST" logins follow logs.csv --model m --once --update --labels missing; echo $?
      """)
    #expect(result.status == 0)
    let notFound = "ipclust: missing: not-found: no such file; check the name\n"
    #expect(result.errorText == notFound + notFound)
    let missing = "missing: no such file; check the name"
    let labels = "bad.csv: expected an SQLite database"
    let log = "bad.log: expected an SQLite database"
    let expected = [
      (66, [missing], "not-found"), (65, [labels], "malformed"), (66, [missing], "not-found"),
      (66, [log, missing], "malformed"), (66, [missing], "not-found"),
      (66, [missing], "not-found"), (66, [missing], "not-found"), (66, [missing], "not-found"),
      (66, [missing], "not-found"),
    ]
    var lines = result.outputText.split(separator: "\n").map(String.init)[...]
    for (status, messages, name) in expected {
      for _ in ["text", "json"] {
        for (index, message) in messages.enumerated() {
          let start = (index == 0 ? "\(status) " : "") + "ipclust: " + message
          #expect(lines.popFirst()?.hasPrefix(start) == true, "\(start)")
        }
      }
      #expect(lines.popFirst()?.contains("\"class\":\"\(name)\"") == true, "\(messages)")
    }
    #expect(lines == ["66"], "\(lines)")
  }

  /// Where the numbers leave what a model file holds, and where they leave a double's range.
  @Test(arguments: [
    (["learning-rate=optimal", "alpha=1e-300"], "raise alpha=1e-300, the likely cause"),
    (["learning-rate=constant", "eta0=1e100"], "lower eta0=1e100, the likely cause"),
    (["learning-rate=constant", "eta0=1e300"], "lower eta0=1e300, the likely cause"),
  ])
  func aTrainingThatGrowsBeyondAllBoundsNamesLogAndParameter(
    parameters: [String], remedy: String
  ) throws {
    let given = parameters.map { "--parameter \($0)" }.joined(separator: " ")
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier sgd \(given) $january -o x; status=$?
      [ ! -e x ] && exit $status
      """)
    #expect(result.status == 70)
    #expect(
      result.errorText
        == "ipclust: logs.db: expected a training whose numbers a model can hold, but they grew "
        + "beyond; \(remedy)\n")
  }

  @Test func aModelThatWouldGrowBeyondAllBoundsStaysAsItWas() throws {
    let result = try shell(
      """
      "$IPCLUST" logins train logs.db --classifier sgd --parameter learning-rate=constant \
        --parameter eta0=1e60 --parameter average=never --parameter epochs=1 --to 2025-01-10 -o m \
        > report || exit 1
      cp m kept
      "$IPCLUST" logins update m logs.db --from 2025-01-10 > report; echo $?; cmp m kept
      "$IPCLUST" logins follow logs.db --model m --update --once --from 2025-01-10 -q > report
      echo $?; "$IPCLUST" model verify m | grep -o sound
      """)
    #expect(result.outputText == "70\n70\nsound\n")
    let line =
      "ipclust: logs.db: expected a training whose numbers a model can hold, but they grew beyond; "
      + "lower eta0=1e60, the likely cause, and train anew\n"
    #expect(result.errorText == line + line)
  }

  @Test func labelsOfOneKindNameTheLogAndWhereTheyAreFrom() throws {
    let result = try shell(
      """
      printf 'start,end\\n2031-01-01 00:00:00,2031-01-01 01:00:00\\n' > later.csv
      printf 'start,end\\n2020-01-01 00:00:00,2031-01-01 01:00:00\\n' > always.csv
      for labels in later always; do
        "$IPCLUST" logins train logs.csv --labels $labels.csv --classifier sgd $january -o x
        echo $?
      done
      first=$(sed -n 2p labels.csv | cut -d, -f1 | tr ' ' T)
      "$IPCLUST" logins train logs.db --classifier sgd --to "$first" -o x; echo $?; ls x 2> /dev/null
      """)
    #expect(result.outputText == "70\n70\n70\n")
    let lines = result.errorText.split(separator: "\n")
    try #require(lines.count == 3, "\(result.errorText)")
    let remedy = "; take another time with --from and --to, or other --labels"
    let (start, middle) = (": expected rows with and without an attack, but by ", /\d+/)
    #expect(
      lines.map { $0.replacing(middle, with: "N") } == [
        "ipclust: logs.csv\(start)'later.csv' none of N has one\(remedy)",
        "ipclust: logs.csv\(start)'always.csv' all N have one\(remedy)",
        "ipclust: logs.db\(start)the logs' own table 'attacks' none of N has one\(remedy)",
      ])
  }

  /// The name is the one that was typed, whatever the configuration calls it.
  @Test(arguments: [
    ("sgd", "eta0", "0"), ("sgd", "alpha", "-1"), ("sgd", "epochs", "0"), ("sgd", "average", "0"),
    ("sgd", "class-weight", "1e300"), ("sgd", "tolerance", "inf"), ("passive-aggressive", "C", "0"),
    ("logistic-regression", "C", "0"), ("random-forest", "trees", "0"),
    ("random-forest", "features", "0"), ("naive-bayes", "smoothing", "-1"),
    ("naive-bayes", "prior", "2"),
  ])
  func refusedParametersHaveTheNamesThatWereGiven(
    classifier: String, name: String, value: String
  ) throws {
    let result = try shell(
      "\"$IPCLUST\" logins train logs.db --classifier \(classifier) --parameter \(name)=\(value) -o x"
    )
    #expect(result.status == 64)
    #expect(result.errorText.contains("'\(name)' must be"), "\(result.errorText)")
  }

  @Test func aFailureIsAJSONDocumentToo() throws {
    let result = try shell(
      "\"$IPCLUST\" logins detect logs.db --detector lof --from 2030-01-01 --format json")
    let run = try object(result.outputText)["run"] as? [String: Any]
    #expect(run?["status"] as? String == "error" && result.status == 70)
  }
}
