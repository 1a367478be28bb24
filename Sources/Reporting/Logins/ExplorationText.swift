import Features
import Records

/// `logins explore`: the tables as text, with bars.
///
/// User names and reasons come from strangers and pass through `TerminalText`.
struct ExplorationText {
  private let exploration: LoginExploration
  private let style: TextStyle
  private let output: OutputBuffer

  static func write(
    _ exploration: LoginExploration, style: TextStyle, to output: OutputBuffer
  ) {
    let text = ExplorationText(exploration: exploration, style: style, output: output)
    text.writeLog()
    guard exploration.attemptCount > 0 else { return }
    text.writeUsernamesPerAddress()
    text.writePivot()
    text.writeMinutes()
    text.writeHours()
    text.writeAttacks()
  }

  // MARK: Tables

  private func writeLog() {
    heading("Log — \(exploration.attemptCount.counted("attempt", "attempts"))")
    guard let first = exploration.firstTime, let last = exploration.lastTime else { return }
    line("  from \(first.zonelessText) to \(last.zonelessText) UTC")
    table(
      [["column", "count", "different", "most frequent", "times"]]
        + [
          ("source_ip", exploration.sourceAddresses), ("username", exploration.usernames),
          ("failure_reason", exploration.failureReasons),
        ].map { name, column in
          [
            name, column.count.grouped, column.uniqueCount.grouped, shown(column.top ?? ""),
            column.topCount.grouped,
          ]
        }, leftColumns: [0, 3])
    line(
      "  "
        + exploration.successfulUsernameCount.counted("user name", "user names")
        + " succeeded at least once")
    if let successes = exploration.successes {
      line(
        "  \(successes.mean.percentage) succeeded (mean \(figure(successes.mean)), standard "
          + "deviation \(successes.standardDeviation.map(figure) ?? "none"))")
    }
    for reason in exploration.failureReasonCounts {
      line("  \(reason.count.grouped) failed with \(shown(reason.name))")
    }
  }

  private func writeUsernamesPerAddress() {
    heading("User names per source address")
    describe([("user names", exploration.usernamesPerAddress)])
  }

  private func writePivot() {
    let rows = exploration.pivot.rows
    let limit = style.findingLimit == 0 ? rows.count : style.findingLimit
    heading("Source addresses by attempts — \(rows.count.counted("address", "addresses"))")
    let reasons = exploration.pivot.reasons.map(headings)
    // In two lines, for else the columns would be wider than a terminal.
    let upper = ["", ""] + reasons.map(\.upper) + ["", "success", "error"]
    let lower = ["address", "tries"] + reasons.map(\.lower) + ["success", "rate", "rate"]
    table(
      [upper, lower]
        + rows.prefix(limit).map { row in
          [row.address.description, row.attemptCount.grouped]
            + row.failureCounts.map(\.grouped)
            + [
              row.successCount.grouped, row.successRate.rounded(digitCount: 4),
              row.errorRate.rounded(digitCount: 4),
            ]
        }, leftColumns: [0])
    if rows.count > limit { line("  and \((rows.count - limit).grouped) more; --top 0 lists all") }
  }

  private func writeMinutes() {
    let minutes = exploration.minutes
    heading("Per minute")
    describe([
      ("attempts", minutes.attempts), ("failures", minutes.all.failures),
      ("user names that failed", minutes.all.usernamesWithFailures),
      ("  in attacks", minutes.attacked.usernamesWithFailures),
      ("  apart from attacks", minutes.quiet.usernamesWithFailures),
    ])
    line("  (of minutes that had an attempt, or a failure)")
    guard minutes.all.minuteCount > 0 else { return }
    heading("Minutes by the number of user names that failed in them")
    let attacked = Dictionary(
      uniqueKeysWithValues: minutes.attacked.minuteCounts.map { ($0.usernameCount, $0.minuteCount) }
    )
    bars(
      minutes.all.minuteCounts.map { pair in
        BarLines.Row(
          label: "\(pair.usernameCount)", count: pair.minuteCount,
          note: attacked[pair.usernameCount].map { "\($0.grouped) in attacks" } ?? "")
      })
  }

  private func writeHours() {
    heading("Attempts by hour of the day, UTC")
    let hours = exploration.hours
    bars(
      zip(hours.attemptCounts, hours.failureCounts).enumerated().map { hour, counts in
        BarLines.Row(
          label: "\(hour)", count: counts.0, note: "\(counts.1.grouped) failed")
      })
  }

  private func writeAttacks() {
    guard !exploration.attacks.isEmpty else { return }
    let limit = style.findingLimit == 0 ? exploration.attacks.count : style.findingLimit
    heading(
      "Attacks — \(exploration.attacks.count.grouped) of the labels; failing user names by minute, "
        + "\(AttackProfile.margin) around")
    for profile in exploration.attacks.prefix(limit) {
      let source = profile.attack.sourceAddress.map { " from \($0)" } ?? ""
      line(
        "  \(profile.attack.start.clockText) to \(profile.attack.end.clockText)\(source)")
      // Longer attacks would fill screens; JSON has all minutes.
      let counts = profile.minutes.prefix(Self.longestShownMinuteCount).map { minute in
        minute.isAttacked ? "[\(minute.usernamesWithFailures)]" : "\(minute.usernamesWithFailures)"
      }
      let isCut = profile.minutes.count > counts.count
      for text in style.wrap(
        counts.joined(separator: " ") + (isCut ? " …" : ""), to: style.columnCount - 6)
      {
        line("      " + text)
      }
    }
    let rest = exploration.attacks.count - limit
    if rest > 0 { line("  and \(rest.grouped) more; --top 0 lists all") }
  }

  private static let longestShownMinuteCount = 60

  // MARK: Lines

  private func heading(_ text: String) {
    if exploration.attemptCount > 0 && !text.hasPrefix("Log") { line("") }
    line(Paint.heading(style.typeset(text), style))
  }

  private func describe(_ rows: [(name: String, summary: NumberSummary?)]) {
    table(
      [["", "count", "mean", "std", "min", "25 %", "50 %", "75 %", "max"]]
        + rows.compactMap { name, summary in
          summary.map {
            [
              name, $0.count.grouped, coarse($0.mean), $0.standardDeviation.map(coarse) ?? "",
              trimmed($0.minimum), trimmed($0.lowerQuartile), trimmed($0.median),
              trimmed($0.upperQuartile), trimmed($0.maximum),
            ]
          }
        }, leftColumns: [0])
  }

  private func table(_ rows: [[String]], leftColumns: Set<Int>) {
    for text in TextTable(rows, leftColumns: leftColumns).lines { line(text) }
  }

  private func bars(_ rows: [BarLines.Row]) {
    for text in BarLines(rows).lines(style) { line(text) }
  }

  private func line(_ text: String) { output.write(style.typeset(text) + "\n") }

  private func shown(_ text: String) -> String {
    TerminalText.escape(text, isUnicode: style.isUnicode)
  }

  /// A reason in two lines; all begin alike, and columns are narrow.
  private func headings(_ reason: String) -> (upper: String, lower: String) {
    let words = reason.hasPrefix("error_") ? reason.dropFirst("error_".count) : reason[...]
    guard let cut = words.lastIndex(of: "_") else { return ("", shown(String(words))) }
    return (shown(String(words[..<cut])), shown(String(words[words.index(after: cut)...])))
  }

  private func figure(_ number: Double) -> String { number.rounded(digitCount: 6) }

  /// For tables of eight columns, which are to fit a terminal.
  private func coarse(_ number: Double) -> String { number.rounded(digitCount: 4) }

  /// Whole numbers without a fraction.
  private func trimmed(_ number: Double) -> String {
    number == number.rounded() ? number.rounded(digitCount: 0) : number.rounded(digitCount: 2)
  }
}
