import Records

/// What a reading of login logs was asked for, and what it met: the `run` of every report on logins.
public struct LoginRun: Sendable {
  public let version: String
  public let selection: LoginSelection
  /// The file that labels were read from; nil for the logs' own.
  public let labels: InputPath?
  public let account: LoginAccount

  public init(
    version: String, selection: LoginSelection, labels: InputPath?, account: LoginAccount
  ) {
    self.version = version
    self.selection = selection
    self.labels = labels
    self.account = account
  }
}

/// `run` of the JSON reports on logins.
enum LoginRunJSON {
  /// Writes the object `run`.
  ///
  /// - Parameters:
  ///   - failure: why the work itself could not be done; nil where it was.
  ///   - options: writes what can change the result beyond the reading.
  static func write(
    _ run: LoginRun, failure: InputFailure? = nil, to json: inout JSONWriter,
    options: (inout JSONWriter) -> Void
  ) {
    json.object("run") { json in
      json.member("version", run.version)
      json.member("status", failure == nil ? run.account.status.rawValue : "error")
      if let failure {
        json.object("error", .compact) { json in
          json.member("class", failure.class.rawValue)
          json.member("message", failure.message)
        }
      }
      json.object("options", .compact) { json in
        json.member("from", run.selection.from?.description)
        json.member("to", run.selection.to?.description)
        json.member("timeZone", run.selection.zone.name)
        json.member("year", run.selection.lastYear)
        json.member("labels", run.labels.map { JSONText.text(of: $0) })
        options(&json)
      }
      ScanJSON.writeAccount(
        ignored: run.account.ignored, inputs: run.account.inputs, to: &json)
      json.array("labels") { json in
        for input in run.account.labels {
          json.object(.compact) { json in ScanJSON.writeInput(input, to: &json) }
        }
      }
    }
  }
}

/// What was read, as every text on logins begins.
struct LoginRunText {
  let style: TextStyle
  let output: OutputBuffer

  func write(_ run: LoginRun) {
    let words = InputWords(style: style)
    for input in run.account.inputs {
      paragraph(words.sentence(for: input), isAlarm: input.status != .ok)
    }
    for input in run.account.inputs {
      var remarks: [String] = []
      if let count = input.duplicateRowCount, count > 0 {
        remarks.append("\(count.counted("row says", "rows say")) what another says")
      }
      if input.outOfOrderCount > 0 {
        remarks.append("\(input.outOfOrderCount.grouped) out of order")
      }
      if !remarks.isEmpty { paragraph("  Mind: " + remarks.joined(separator: "; ")) }
    }
    for input in run.account.labels {
      paragraph("Labels: " + words.sentence(for: input), isAlarm: input.status != .ok)
    }
    if !run.account.ignored.isEmpty {
      paragraph(
        run.account.ignored.count.counted("file", "files") + " ignored, for they are no login logs")
    }
  }

  func line(_ text: String = "") { output.write(style.typeset(text) + "\n") }

  /// Writes `text` wrapped, its further lines indented.
  func paragraph(_ text: String, isAlarm: Bool = false) {
    let indent = 2
    for (index, text) in style.wrap(text, to: style.columnCount - indent).enumerated() {
      let blank = String(repeating: " ", count: index == 0 ? 0 : indent)
      line(blank + (isAlarm ? Paint.alarm(text, style) : text))
    }
  }
}
