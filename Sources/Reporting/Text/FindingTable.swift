import Detection
import Records

/// The columns of the table of unusual addresses, and whether they fit.
struct FindingTable {
  struct Row {
    let letter: String
    let address: String
    let score: String
    let packetCount: Int
    /// Empty when the input has no times.
    let firstSeen: String
    /// Those that make the address stranger, most telling first.
    let reasons: [String]
    /// What would be usual instead, and how firm the finding is.
    let remarks: [String]
    /// Filters that show its packets, for tcpdump and Wireshark.
    let filters: AddressFilters
  }

  let rows: [Row]
  /// Whether the columns are wider than the terminal.
  let isStacked: Bool
  /// Columns of a row without its reasons.
  let width: Int

  private let hasLetters: Bool
  private let hasTimes: Bool
  private let addressWidth: Int
  private let scoreWidth: Int
  private let packetWidth: Int

  init(
    _ indices: [Int], of population: Population, _ analysis: Analysis, _ filters: ReportFilters,
    _ style: TextStyle
  ) {
    rows = indices.enumerated().map { rank, index in
      let record = population.records[index]
      let reasons = analysis.explanations[index]?.reasons ?? []
      return Row(
        letter: Findings.letter(rank).map { String($0) } ?? " ",
        address: record.address.description,
        score: analysis.anomalyScore(of: index).rounded(digitCount: 2),
        packetCount: record.packetCount, firstSeen: record.firstTimestamp?.clockText ?? "",
        reasons: reasons.filter { $0.contribution < 0 }.map(\.text),
        remarks: Self.remarks(on: index, analysis),
        filters: filters.filters(of: record, population.side))
    }
    hasLetters = style.plotHeight != nil
    hasTimes = rows.contains { !$0.firstSeen.isEmpty }
    addressWidth = max("Unusual address".count, rows.map(\.address.count).max() ?? 0)
    scoreWidth = max("Score".count, rows.map(\.score.count).max() ?? 0)
    packetWidth = max("Packets".count, rows.map(\.packetCount.grouped.count).max() ?? 0)
    let timeWidth = hasTimes ? 2 + "2012-03-16 12:30:00".count : 0
    width =
      2 + (hasLetters ? 2 : 0) + addressWidth + 2 + scoreWidth + 2 + packetWidth + timeWidth
    isStacked = width > style.columnCount
  }

  private static func remarks(on index: Int, _ analysis: Analysis) -> [String] {
    var remarks: [String] = []
    if let counterfactual = analysis.alternatives[index]?.counterfactual {
      remarks.append(counterfactual.text)
    }
    if let stability = analysis.stability, stability.refitCount > 0 {
      let share = stability.flaggedShares[index]
      let count = Int((share * Double(stability.refitCount)).rounded())
      remarks.append(
        (share < Stability.firmFlaggedShare ? "shaky: " : "")
          + "flagged in \(count) of \(stability.refitCount.counted("refit", "refits"))")
    }
    return remarks
  }

  var heading: String {
    (hasLetters ? "    " : "  ") + "Unusual address".padded(to: addressWidth) + "  "
      + "Score".rightAligned(to: scoreWidth) + "  " + "Packets".rightAligned(to: packetWidth)
      + (hasTimes ? "  First seen (UTC)" : "")
  }

  func start(of row: Row) -> String {
    "  " + (hasLetters ? row.letter + " " : "")
      + (isStacked ? row.address : row.address.padded(to: addressWidth))
  }

  func end(of row: Row) -> String {
    "  " + row.score.rightAligned(to: scoreWidth) + "  "
      + row.packetCount.grouped.rightAligned(to: packetWidth)
      + (hasTimes ? "  " + row.firstSeen.padded(to: 19) : "")
  }
}
