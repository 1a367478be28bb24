import Detection
import Learning
import Records

extension ScanText {
  /// Addresses of a population without analysis that are listed; an interrupted scan has millions.
  private static let listedAddressLimit = 100

  /// Writes one population: title, notes, clusters, findings, and the plot if it is wanted.
  func writePopulation(_ population: Population) {
    guard let analysis = population.analysis else {
      title(population, counts: [population.addressText])
      note(population.note)
      let named = population.records.prefix(Self.listedAddressLimit)
      let restCount = population.records.count - named.count
      let rest = restCount > 0 ? [restCount.grouped + " more"] : []
      paragraph(
        (named.map(\.address.description) + rest).joined(separator: ", "), margin: 2, indent: 2)
      return
    }
    let findings = Findings(population, analysis)
    title(
      population,
      counts: [
        population.addressText, analysis.occupiedClusters.count.counted("cluster", "clusters"),
        "\(findings.unusual.count.grouped) unusual",
      ])
    note(population.note)
    if !analysis.didConverge {
      note(
        "the fit had not settled after \(analysis.iterationCount.counted("step", "steps")); "
          + "clusters may be rough")
    }
    note(analysis.shakyClusterText)
    writeClusters(of: population, analysis)
    if let elbow = analysis.elbow { writeElbow(elbow) }
    writeFindings(findings, of: population, analysis)
    if let plotHeight = style.plotHeight {
      line()
      let plot = ScatterPlot(
        population, analysis, findings: findings, style: style, height: plotHeight)
      for text in plot.lines { line(text) }
    }
  }

  private func title(_ population: Population, counts: [String]) {
    let text = style.typeset("\(population.title) — " + counts.joined(separator: ", "))
    for text in style.wrap(text, to: style.columnCount) { line(Paint.heading(text, style)) }
  }

  private func note(_ text: String?) {
    guard let text else { return }
    paragraph("Note: " + TerminalText.escape(text), indent: 6)
  }

  private func writeClusters(of population: Population, _ analysis: Analysis) {
    let clusters = analysis.occupiedClusters
    let numbers = clusters.map { "\($0.index)" }
    let counts = clusters.map(\.addressCount.grouped)
    let numberWidth = numbers.map(\.count).max() ?? 1
    let countWidth = max("Addresses".count, counts.map(\.count).max() ?? 0)
    let shareWidth = "100.0 %".count
    let longestName = clusters.map { style.typeset($0.name).count }.max() ?? 0
    let nameWidth = max(
      "Cluster".count,
      min(longestName, style.columnCount - numberWidth - countWidth - shareWidth - 8))
    line()
    line(
      Paint.faint(
        "  " + "Cluster".padded(to: numberWidth + 2 + nameWidth) + "  "
          + "Addresses".rightAligned(to: countWidth) + "  " + "Share".rightAligned(to: shareWidth),
        style))
    for (index, cluster) in clusters.enumerated() {
      let share = Double(cluster.addressCount) / Double(population.records.count)
      let names = style.wrap(
        TerminalText.escape(cluster.name), to: nameWidth)
      line(
        "  " + Paint.cluster(cluster.index)(numbers[index].rightAligned(to: numberWidth), style)
          + "  " + (names.first ?? "").padded(to: nameWidth) + "  "
          + counts[index].rightAligned(to: countWidth) + "  "
          + share.percentage.rightAligned(to: shareWidth))
      for name in names.dropFirst() {
        line(String(repeating: " ", count: numberWidth + 4) + name)
      }
    }
  }
}

extension Population {
  var addressText: String { records.count.counted("address", "addresses") }
}

extension Analysis {
  var didConverge: Bool {
    switch model {
    case .mixture(let model): model.didConverge
    case .kMeans(let model): model.didConverge
    }
  }

  var iterationCount: Int {
    switch model {
    case .mixture(let model): model.iterationCount
    case .kMeans(let model): model.iterationCount
    }
  }
}

extension Analysis {
  /// Clusters that refits to resampled addresses do not give again; nil when there are none.
  fileprivate var shakyClusterText: String? {
    guard let stability else { return nil }
    let shaky = occupiedClusters.compactMap { cluster -> String? in
      guard let overlap = stability.clusterOverlaps[cluster.index],
        overlap < Stability.firmOverlap
      else { return nil }
      return "\(cluster.index) (overlap \(overlap.rounded(digitCount: 2)))"
    }
    guard !shaky.isEmpty else { return nil }
    return "clusters that other samples of these addresses would not give: "
      + shaky.joined(separator: ", ")
  }

  /// Clusters with an address; a mixture may leave components without one.
  fileprivate var occupiedClusters: [ClusterDescription] {
    clusters.filter { $0.addressCount > 0 }
  }
}
