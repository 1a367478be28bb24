import Detection
import Records

/// `logins train` and `logins update`: what a model learned from, and what was chosen.
public struct LoginTrainingReport: Sendable {
  public static let schema = "ipclust.logins.train"

  public let run: LoginRun
  public let model: SavedLoginModel
  /// How parameters were chosen; nil where there was no choice.
  public let result: LoginTrainingResult?
  /// Of the file that was written.
  public let path: InputPath

  public init(
    run: LoginRun, model: SavedLoginModel, result: LoginTrainingResult?, path: InputPath
  ) {
    self.run = run
    self.model = model
    self.result = result
    self.path = path
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("schemaVersion", 1)
      LoginRunJSON.write(run, to: &json) { _ in }
      ScanJSON.writePath(path, to: &json)
      LoginModelFile.writeReceipt(model, to: &json)
      json.member("threshold", model.model.defaultThreshold)
      if let result, let choice = result.choice {
        json.object("grid") { json in
          json.member("bestIndex", choice.bestIndex)
          json.array("candidates") { json in
            for (parameters, score) in zip(result.candidates, choice.meanScores) {
              json.object(.compact) { json in
                json.array("parameters") { json in
                  for parameter in parameters { json.value("\(parameter)") }
                }
                json.member("macroRecall", score)
              }
            }
          }
        }
      }
    }
    json.endDocument()
  }

  public func writeText(_ style: TextStyle, to output: OutputBuffer) {
    let page = TextPage(style: style, output: output)
    LoginRunText(style: style, output: output).write(run)
    page.line()
    guard let lesson = model.lessons.last else { return }
    let verb = model.lessons.count == 1 ? "trained on" : "updated with"
    page.heading(
      "\(model.model.name.title) \(verb) \(lesson.rowCount.counted("row", "rows")), "
        + "\(lesson.attackCount.grouped) of them in attacks")
    if !model.parameters.isEmpty {
      page.paragraph(
        "Parameters: "
          + model.parameters.map { TerminalText.escape("\($0)") }
          .joined(separator: ", "))
    }
    page.paragraph("Written to \(TerminalText.name(of: path))")
    guard let result, let choice = result.choice else { return }
    page.section("Candidates, by the macro recall of five folds")
    page.table(
      TextTable(
        [["parameters", "macro recall", ""]]
          + zip(result.candidates, choice.meanScores).enumerated().map { index, pair in
            [
              pair.0.map { TerminalText.escape("\($0)") }.joined(separator: " "),
              pair.1.rounded(digitCount: 6), index == choice.bestIndex ? "chosen" : "",
            ]
          }, leftColumns: [0, 2]))
  }
}
