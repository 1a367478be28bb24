import Detection
import Records

/// `model show` of a classifier of logins, in words and as JSON.
public enum LoginModelText {
  public static func write(
    _ model: SavedLoginModel, path: InputPath, byteCount: Int, style: TextStyle,
    to output: OutputBuffer
  ) {
    let page = TextPage(style: style, output: output)
    page.heading("Model \(TerminalText.name(of: path))")
    page.line("  \(byteCount.counted("byte", "bytes")), a classifier of logins")
    page.line("  SHA-256 \(model.checksum ?? "")")
    let parameters = model.parameters.map { " \(TerminalText.escape("\($0)"))" }.joined()
    page.paragraph("\(model.model.name.title)\(parameters), seed \(model.seed)")
    page.paragraph(
      "Judges rows of \(model.periodSeconds) s by \(model.schema.features.count) features: "
        + TerminalText.escape(model.schema.name))
    page.paragraph("Calls an attack what scores at least \(model.model.defaultThreshold)")
    for (index, lesson) in model.lessons.enumerated() {
      page.section(index == 0 ? "Trained" : "Updated")
      write(lesson, on: page)
    }
  }

  private static func write(_ lesson: SavedLoginModel.Lesson, on page: TextPage) {
    let limits = [
      lesson.from.map { " from \($0.clockText)" }, lesson.to.map { " to \($0.clockText)" },
    ].compactMap { $0 }.joined()
    page.paragraph(
      "by ipclust \(TerminalText.escape(lesson.version)) on "
        + "\(lesson.rowCount.counted("row", "rows"))\(limits), "
        + "\(lesson.attackCount.grouped) of them in attacks")
    for input in lesson.inputs {
      page.paragraph(
        "of \(TerminalText.name(of: input.path)) (\(input.status.rawValue)): "
          + "\(input.usedRowCount.grouped) of \(input.rowCount.counted("record", "records")) used, "
          + "SHA-256 \(input.sha256 ?? "not known")")
    }
  }

  public static func writeJSON(
    _ model: SavedLoginModel, path: InputPath, byteCount: Int, to output: OutputBuffer
  ) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.model.show")
      json.member("schemaVersion", 1)
      ScanJSON.writePath(path, to: &json)
      json.member("byteCount", byteCount)
      json.member("checksum", model.checksum)
      LoginModelFile.writeReceipt(model, to: &json)
      json.member("features", model.schema.name)
      json.member("threshold", model.model.defaultThreshold)
    }
    json.endDocument()
  }
}
