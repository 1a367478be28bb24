import Foundation
import Learning
import LinearAlgebra

/// Fit and scores of a detector on a table of minutes after standardization, as the peer's pipeline
/// does it.
struct OutlierBenchmark: Benchmark {
  enum Detector: String {
    case isolationForest = "isolation-forest"
    case localOutlierFactor = "lof"
    case oneClassSVM = "one-class-svm"
  }

  let detector: Detector

  var title: String { "logins \(detector.rawValue) n=\(MadeMinutes.minuteCount) d=32" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let samples = MadeMinutes.samples
    let (seconds, outlierCount) = try ProcessorTime.median {
      try outliers(of: samples).filter { $0 }.count
    }
    return try MadeMinutes.withFile(samples) { path in
      [
        Measurement(name: "ipclust", cpuSeconds: seconds, result: "outliers \(outlierCount)"),
        bench.peers.scikitLearnOutliers([detector.rawValue, path]),
      ]
    }
  }

  private func outliers(of samples: Matrix) throws -> [Bool] {
    switch detector {
    case .isolationForest:
      var configuration = IsolationForest.Configuration()
      configuration.contamination = 0.05
      return try outliers(of: samples, by: IsolationForest(configuration))
    case .localOutlierFactor: return try outliers(of: samples, by: LocalOutlierFactor())
    case .oneClassSVM: return try outliers(of: samples, by: OneClassSVM())
    }
  }

  private func outliers<Base: Estimator>(
    of samples: Matrix, by base: Base
  ) throws -> [Bool] where Base.Model: OutlierModel {
    try StandardizedEstimator(base).fit(samples).outliers(of: samples)
  }
}

extension Peers {
  /// The sibling of `Peers/scikit_learn.py` for outliers.
  fileprivate func scikitLearnOutliers(_ arguments: [String]) -> Measurement {
    let script = scikitLearn.map {
      URL(filePath: $0).deletingLastPathComponent().appending(path: "scikit_learn_outliers.py").path
    }
    return Peers(libpcapLoop: nil, csvLoop: nil, scikitLearn: script)
      .scikitLearn(arguments, figure: "outliers")
  }
}

/// A month of minutes: failures in a few hundred of them, weekday and hour as columns of 0 and 1.
///
/// Of its rows about 330 are distinct, as in the month that the course trains on.
private enum MadeMinutes {
  static let minuteCount = 44_557

  static let samples: Matrix = {
    var generator = SeededGenerator(seed: 13)
    func draw(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    var failures = Array(repeating: 0.0, count: minuteCount)
    for _ in 0..<290 { failures[draw(0..<minuteCount)] += draw(0..<9) == 0 ? 2 : 1 }
    for _ in 0..<7 {
      let start = draw(0..<minuteCount - 6)
      for minute in start..<start + draw(2..<7) { failures[minute] = Double(draw(5..<36)) }
    }
    var samples = Matrix(rowCount: minuteCount, columnCount: 32)
    for minute in 0..<minuteCount {
      samples[minute, 0] = failures[minute]
      samples[minute, 1 + minute / 1_440 % 7] = 1
      samples[minute, 8 + minute / 60 % 24] = 1
    }
    return samples
  }()

  /// Hands `work` a file with a row a line, numbers between blanks.
  static func withFile<Result>(
    _ samples: Matrix, _ work: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "samples.txt")
      let lines = samples.rows.map { $0.map { "\(Int($0))" }.joined(separator: " ") }
      try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
      return try work(file.path)
    }
  }
}
