import Features

extension MinuteTableReport {
  /// Writes what was read and what the table holds, in sentences; its rows are for other formats.
  public func writeText(_ style: TextStyle, to output: OutputBuffer) {
    let text = LoginRunText(style: style, output: output)
    text.write(run)
    text.line()
    guard table.rowCount > 0 else {
      text.paragraph(
        run.account.status == .error
          ? "Nothing could be read, so that the table has no rows."
          : "No attempt failed, so that the table has no rows.")
      return
    }
    let last = table.seconds(ofRow: table.rowCount - 1)
    text.paragraph(
      "\(table.rowCount.counted("row", "rows")) of \(stepText), from \(clock(table.startSeconds)) "
        + "to \(clock(last)) UTC: from the first failure to the last.")
    let counts = table.busyRows.map(\.usernamesWithFailures)
    text.paragraph(
      "\(counts.count.counted("row has", "rows have")) failures, of at most "
        + "\((counts.max() ?? 0).counted("user name", "different user names")) in one.")
    if let attackRowCount = table.attackRowCount {
      text.paragraph("\(attackRowCount.counted("row is", "rows are")) labelled as an attack.")
    }
    text.paragraph("--format csv, json and ndjson write the rows.")
  }

  private var stepText: String {
    let seconds = Int(table.resolution.seconds)
    if seconds.isMultiple(of: 3600) { return (seconds / 3600).counted("hour", "hours") }
    if seconds.isMultiple(of: 60) { return (seconds / 60).counted("minute", "minutes") }
    return seconds.counted("second", "seconds")
  }

  private func clock(_ seconds: Int64) -> String {
    time(seconds).replacing("T", with: " ").replacing("Z", with: "")
  }
}
