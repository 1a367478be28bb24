import Detection
import Features
import Learning
import Records

/// `model show`: what a model holds and was made of, in words.
///
/// Nothing from the file reaches the output but through `TerminalText`.
public struct ModelText {
  private let model: SavedModel
  private let style: TextStyle
  private let output: OutputBuffer

  public static func write(
    _ model: SavedModel, path: InputPath, byteCount: Int, style: TextStyle,
    to output: OutputBuffer
  ) {
    let text = ModelText(model: model, style: style, output: output)
    text.writeHead(path: path, byteCount: byteCount)
    for population in model.populations { text.write(population) }
  }

  private func writeHead(path: InputPath, byteCount: Int) {
    line(Paint.heading("Model \(TerminalText.name(of: path))", style))
    line("  \(byteCount.counted("byte", "bytes")), saved by ipclust \(model.version)")
    line("  SHA-256 \(model.checksum ?? "")")
    let options = model.options
    let fitted = [
      "--features \(options.features.rawValue)", "--algorithm \(options.algorithm.rawValue)",
      "--components \(options.components.text)",
      "--restarts \(options.restartCount)", "--weight \(options.weighting.rawValue)",
      "--threshold \(options.threshold.commandLineText)", "--seed \(options.seed)",
    ]
    paragraph("Fitted with " + fitted.joined(separator: " "))
    for input in model.inputs {
      paragraph(
        "to \(TerminalText.name(of: input.path)) (\(input.status.rawValue)): "
          + "\(input.usedPacketCount.grouped) of \(input.packetCount.counted("record", "records"))"
          + " used, SHA-256 \(input.sha256 ?? "not known")")
    }
  }

  private func write(_ population: PopulationModel) {
    line()
    let title =
      Population(
        side: population.side, family: population.family, records: [], note: nil, analysis: nil
      ).title
    line(
      Paint.heading(
        style.typeset("\(title) — \(population.addressCount.counted("address", "addresses"))"),
        style))
    let names = population.schema.features.joined(separator: ", ")
    paragraph("Features: \(TerminalText.escape(names))")
    let count = population.model.componentCount.counted("component", "components")
    switch population.model {
    case .mixture(let mixture):
      paragraph("Bayesian Gaussian mixture of \(count), \(mixture.covarianceType) covariances")
    case .kMeans: paragraph("k-means with \(count)")
    }
    paragraph(
      "Flags addresses of a score above "
        + "\(population.threshold.anomalyScore?.rounded(digitCount: 2) ?? "none"), "
        + "which was \(population.threshold.rule.commandLineText)")
    for (index, cluster) in population.clusters.enumerated() {
      paragraph(
        "Cluster \(index), \(population.weights[index].percentage): "
          + TerminalText.escape(cluster.name))
    }
  }

  private func line(_ text: String = "") { output.write(style.typeset(text) + "\n") }

  private func paragraph(_ text: String) {
    let margin = 2
    let indent = 4
    for (index, text) in style.wrap(text, to: style.columnCount - indent).enumerated() {
      line(String(repeating: " ", count: index == 0 ? margin : indent) + text)
    }
  }
}

extension PopulationModel {
  /// Of the clusters.
  var weights: [Double] {
    switch model {
    case .mixture(let mixture): mixture.weights
    case .kMeans(let kMeans): kMeans.weights
    }
  }
}

extension FittedModel {
  /// As in JSON.
  var algorithmName: String {
    switch self {
    case .mixture: "bayesian-gaussian-mixture"
    case .kMeans: "k-means"
    }
  }
}

extension ScanOptions.ComponentCount {
  fileprivate var text: String {
    switch self {
    case .auto: "auto"
    case .fixed(let count): "\(count)"
    }
  }
}
