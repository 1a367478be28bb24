import Features

extension MinuteTableReport {
  /// Writes one row per minute: its time, its features and, where labels are known, `label`.
  public func writeCSV(to output: OutputBuffer) {
    let names = ["time"] + MinuteTable.schema.features + (hasLabels ? ["label"] : [])
    CSVText.write(names, to: output)
    guard failure == nil else { return }
    table.forEachRow { row in
      guard !output.hasFailed else { return }
      var text = time(row.seconds)
      for feature in row.features { text += "," + feature.shortText }
      if let isAttack = row.isAttack { text += isAttack ? ",1" : ",0" }
      output.write(text + "\n")
    }
  }
}
