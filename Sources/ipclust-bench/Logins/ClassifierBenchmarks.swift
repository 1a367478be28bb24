import Foundation
import Learning
import LinearAlgebra

/// Fit to a table of minutes and scores of it, with the scaler, as the peer's pipeline does it.
struct ClassifierBenchmark: Benchmark {
  enum Work: String {
    /// Four penalties in five folds, and the best on all rows.
    case logisticGrid = "logistic-grid"
    case randomForest = "random-forest"
    case descent = "sgd"
  }

  let work: Work

  var title: String { "logins \(work.rawValue) n=\(LabelledMinutes.minuteCount) d=32" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let table = LabelledMinutes.table
    let (seconds, scores) = try ProcessorTime.median { try scores(table.samples, table.labels) }
    let precision = PrecisionRecallCurve(labels: table.labels, scores: scores).averagePrecision
    return try LabelledMinutes.withFile { path in
      [
        Measurement(
          name: "ipclust", cpuSeconds: seconds, result: "average precision \(precision)"),
        bench.peers.scikitLearnClassifiers([work.rawValue, path]),
      ]
    }
  }

  private func scores(_ samples: Matrix, _ labels: [Bool]) throws -> [Double] {
    switch work {
    case .logisticGrid:
      let candidates = try [0.1, 0.5, 1, 2].map { value in
        var configuration = LogisticRegression.Configuration()
        configuration.inverseRegularization = value
        return ScaledClassifier(try LogisticRegression(configuration))
      }
      return try GridSearch(candidates).fit(samples, labels: labels).model.scores(of: samples)
    case .randomForest:
      return try RandomForest(.init()).fit(samples, labels: labels).scores(of: samples)
    case .descent:
      return try ScaledClassifier(StochasticGradientDescent(.init()))
        .fit(samples, labels: labels).scores(of: samples)
    }
  }
}

extension Peers {
  /// The sibling of `Peers/scikit_learn.py` for classifiers.
  fileprivate func scikitLearnClassifiers(_ arguments: [String]) -> Measurement {
    let script = scikitLearn.map {
      URL(filePath: $0).deletingLastPathComponent()
        .appending(path: "scikit_learn_classifiers.py").path
    }
    return Peers(libpcapLoop: nil, csvLoop: nil, scikitLearn: script)
      .scikitLearn(arguments, figure: "average precision")
  }
}

/// A month of minutes: failures in a few hundred of them, weekday and hour as columns of 0 and 1,
/// and seven attacks, of which some minutes have no failure at all.
private enum LabelledMinutes {
  static let minuteCount = 44_557

  static let table: (samples: Matrix, labels: [Bool]) = {
    var generator = SeededGenerator(seed: 17)
    func draw(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    var failures = Array(repeating: 0.0, count: minuteCount)
    var labels = Array(repeating: false, count: minuteCount)
    for _ in 0..<290 { failures[draw(0..<minuteCount)] += draw(0..<9) == 0 ? 2 : 1 }
    for _ in 0..<7 {
      let start = draw(0..<minuteCount - 8)
      let end = start + draw(3..<8)
      for minute in start..<end {
        labels[minute] = true
        if minute < end - 1 { failures[minute] = Double(draw(1..<36)) }
      }
    }
    var samples = Matrix(rowCount: minuteCount, columnCount: 32)
    for minute in 0..<minuteCount {
      samples[minute, 0] = failures[minute]
      samples[minute, 1 + minute / 1_440 % 7] = 1
      samples[minute, 8 + minute / 60 % 24] = 1
    }
    return (samples, labels)
  }()

  /// Hands `work` a file with a row a line, the label last, numbers between blanks.
  static func withFile<Result>(_ work: (String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "minutes.txt")
      let lines = zip(table.samples.rows, table.labels).map { row, label in
        (row.map { "\(Int($0))" } + [label ? "1" : "0"]).joined(separator: " ")
      }
      try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
      return try work(file.path)
    }
  }
}
