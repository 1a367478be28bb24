import Learning

extension ScanText {
  /// Writes one line per cluster count that k-means was tried with.
  func writeElbow(_ table: ElbowTable) {
    let columns: [(title: String, values: [String])] = [
      ("Clusters", table.rows.map { "\($0.clusterCount)" }),
      ("Tightness", table.rows.map { $0.tightness.rounded(digitCount: 2) }),
      ("Inertia", table.rows.map { $0.inertia.rounded(digitCount: 0) }),
      ("Silhouette", table.rows.map { $0.silhouette?.rounded(digitCount: 3) ?? "–" }),
      ("Gap", table.rows.map { $0.gap?.value.rounded(digitCount: 3) ?? "–" }),
      ("Error", table.rows.map { $0.gap?.standardError.rounded(digitCount: 3) ?? "–" }),
      ("BIC", table.rows.map { $0.bayesianInformationCriterion?.rounded(digitCount: 0) ?? "–" }),
    ]
    let widths = columns.map { column in
      column.values.reduce(column.title.count) { max($0, $1.count) }
    }
    func text(_ cells: [String]) -> String {
      zip(cells, widths).map { "  " + $0.rightAligned(to: $1) }.joined()
    }
    line()
    line(Paint.faint(text(columns.map(\.title)), style))
    for row in table.rows.indices { line(text(columns.map { $0.values[row] })) }
    let choices = [
      (table.countOfHighestSilhouette, "silhouette"), (table.countOfSufficientGap, "gap"),
      (table.countOfLowestCriterion, "BIC"),
    ].compactMap { count, name in count.map { "\($0) by \(name)" } }
    if !choices.isEmpty {
      paragraph("Clusters preferred: " + choices.joined(separator: ", "), margin: 2, indent: 2)
    }
  }
}
