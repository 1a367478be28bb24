import Foundation
import Learning
import LinearAlgebra

/// A whole fit with all restarts, at an equal or higher lower bound than the peer's.
struct MixtureBenchmark: Benchmark {
  let sampleCount: Int
  let componentCount: Int
  let restartCount: Int

  var title: String {
    "mixture fit n=\(sampleCount) d=4 k=\(componentCount) restarts=\(restartCount)"
  }

  func run(on bench: Workbench) throws -> [Measurement] {
    let samples = MadeAddresses.samples(count: sampleCount)
    var configuration = BayesianGaussianMixture.Configuration()
    configuration.componentCount = componentCount
    configuration.restartCount = restartCount
    let estimator = try BayesianGaussianMixture(configuration)
    let (seconds, model, peak) = try PeakMemory.measured { try estimator.fit(samples) }
    let counts = ["\(componentCount)", "\(restartCount)"]
    return try MadeAddresses.withFile(samples) { path in
      [
        Measurement(
          name: "ipclust", cpuSeconds: seconds, result: "lower bound \(model.lowerBound), \(peak)")
      ] + bench.peers.learning(["scikit-learn"], ["mixture", path] + counts, figure: "lower bound")
    }
  }
}

/// A whole fit with all restarts, at an equal or lower inertia than the peer's.
struct KMeansBenchmark: Benchmark {
  let sampleCount: Int
  let clusterCount: Int
  let restartCount: Int

  var title: String {
    "kmeans fit n=\(sampleCount) d=4 k=\(clusterCount) restarts=\(restartCount)"
  }

  func run(on bench: Workbench) throws -> [Measurement] {
    let samples = MadeAddresses.samples(count: sampleCount)
    var configuration = KMeans.Configuration()
    configuration.clusterCount = clusterCount
    configuration.restartCount = restartCount
    let estimator = try KMeans(configuration)
    let (seconds, model, peak) = try PeakMemory.measured { try estimator.fit(samples) }
    let counts = ["\(clusterCount)", "\(restartCount)"]
    return try MadeAddresses.withFile(samples) { path in
      [
        Measurement(
          name: "ipclust", cpuSeconds: seconds, result: "inertia \(model.inertia), \(peak)")
      ]
        + bench.peers.learning(
          ["scikit-learn", "onedal"], ["k-means", path] + counts, figure: "inertia")
    }
  }
}

/// Lloyd's iterations from given centroids, on rows nearly all of which are different.
struct LloydBenchmark: Benchmark {
  /// Points that are not on any grid, or the same rounded to octets.
  enum Data: String {
    case clouds, octets
  }

  let sampleCount: Int
  let clusterCount: Int
  let iterationCount: Int
  let data: Data
  /// Whether one further iteration is measured, rather than all of them with what goes before.
  var isOfOne = false

  var title: String {
    "lloyd \(data) n=\(sampleCount) d=4 k=\(clusterCount) iterations=\(iterationCount)"
      + (isOfOne ? ", each but the first" : "")
  }

  func run(on bench: Workbench) throws -> [Measurement] {
    var samples = MadeAddresses.clouds(count: sampleCount)
    if data == .octets {
      for index in samples.elements.indices {
        samples.elements[index] = min(max(samples.elements[index].rounded(), 0), 255)
      }
    }
    let start = Matrix(rows: (0..<clusterCount).map(samples.row))
    func fitted(iterationCount: Int) throws -> KMeansModel {
      var configuration = KMeans.Configuration()
      configuration.clusterCount = clusterCount
      configuration.initialCentroids = start
      configuration.maximumIterationCount = iterationCount
      return try KMeans(configuration).fit(samples)
    }
    let ours: Measurement
    if isOfOne {
      // Each difference is of two fits one after the other, for the machine's speed varies.
      var seconds: [Double] = []
      for _ in 0..<ProcessorTime.runCount * 3 {
        let before = ProcessorTime.ofThisProcess
        _ = try fitted(iterationCount: 1)
        let between = ProcessorTime.ofThisProcess
        _ = try fitted(iterationCount: iterationCount)
        seconds.append(ProcessorTime.ofThisProcess - between - (between - before))
      }
      let perIteration = ProcessorTime.median(of: seconds) / Double(iterationCount - 1)
      let perPoint = perIteration / Double(sampleCount) * 1e9
      ours = Measurement(
        name: "ipclust", cpuSeconds: perIteration,
        result: "\((perPoint * 100).rounded() / 100) ns a point")
    } else {
      let (seconds, model, peak) = try PeakMemory.measured {
        try fitted(iterationCount: iterationCount)
      }
      ours = Measurement(
        name: "ipclust", cpuSeconds: seconds, result: "inertia \(model.inertia), \(peak)")
    }
    return try MadeAddresses.withFile(samples) { path in
      [ours]
        + bench.peers.learning(
          ["scikit-learn", "onedal", "faiss"],
          [isOfOne ? "lloyd-iteration" : "lloyd", path, "\(clusterCount)", "\(iterationCount)"],
          figure: "inertia")
    }
  }
}

/// The principal axes of many rows.
struct PrincipalComponentsBenchmark: Benchmark {
  let sampleCount: Int

  var title: String { "pca n=\(sampleCount) d=4 components=2" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let samples = MadeAddresses.clouds(count: sampleCount)
    let estimator = PrincipalComponents()
    let (seconds, model, peak) = try PeakMemory.measured { try estimator.fit(samples) }
    return try MadeAddresses.withFile(samples) { path in
      [
        Measurement(
          name: "ipclust", cpuSeconds: seconds,
          result: "variance \(model.explainedVariance[0]), \(peak)")
      ]
        + bench.peers.learning(
          ["scikit-learn", "onedal"], ["pca", path, "2", "1"], figure: "variance")
    }
  }
}

/// Iterations of expectation maximization, per row and iteration, on rows that are all different.
struct MixtureIterationBenchmark: Benchmark {
  let sampleCount: Int
  let componentCount: Int

  var title: String { "mixture iterations n=\(sampleCount) d=4 k=\(componentCount)" }

  func run(on bench: Workbench) throws -> [Measurement] {
    let samples = MadeAddresses.clouds(count: sampleCount)
    func seconds(iterationCount: Int) throws -> Double {
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = componentCount
      configuration.restartCount = 0
      configuration.tolerance = 1e-300
      configuration.maximumIterationCount = iterationCount
      let estimator = try BayesianGaussianMixture(configuration)
      return try ProcessorTime.median { try estimator.fit(samples) }.0
    }
    // The difference of two fits is what the iterations between them took.
    PeakMemory.reset()
    let few = try seconds(iterationCount: 2)
    let many = try seconds(iterationCount: 22)
    let peak = PeakMemory.text(PeakMemory.bytes)
    let perRow = (many - few) / 20 / Double(sampleCount) * 1e9
    return try MadeAddresses.withFile(samples) { path in
      [
        Measurement(
          name: "ipclust", cpuSeconds: (many - few) / 20,
          result: "\(Int(perRow.rounded())) ns per row and iteration, \(peak)")
      ]
        + bench.peers.learning(
          ["scikit-learn"], ["mixture-iteration", path, "\(componentCount)", "20"],
          figure: "lower bound")
    }
  }
}

/// Octets of invented addresses: 24 networks of different sizes, and one stranger in fifty.
private enum MadeAddresses {
  static func samples(count: Int) -> Matrix {
    var generator = SeededGenerator(seed: 7)
    var elements: [Double] = []
    elements.reserveCapacity(count * 4)
    func octet(_ range: ClosedRange<Int>) -> Double {
      Double(Int.random(in: range, using: &generator))
    }
    for _ in 0..<count {
      if octet(0...49) == 0 {
        elements += [octet(1...223), octet(0...255), octet(0...255), octet(0...255)]
      } else {
        // The smaller of two draws is more often small: networks of falling size.
        let network = min(octet(0...23), octet(0...23))
        let isBranch = network > 15
        elements += [isBranch ? 172 : 10, isBranch ? 16 : 20, network * 4, octet(1...254)]
      }
    }
    return Matrix(rowCount: count, columnCount: 4, elements: elements)
  }

  /// Rows of five overlapping clouds of points that are not on any grid.
  static func clouds(count: Int) -> Matrix {
    var generator = SeededGenerator(seed: 11)
    func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
    var elements: [Double] = []
    elements.reserveCapacity(count * 4)
    for _ in 0..<count {
      let cloud = Double(Int.random(in: 0..<5, using: &generator))
      for feature in 0..<4 {
        let middle =
          255 * (0.5 + 0.4 * (cloud * 0.37 + Double(feature) * 0.61).remainder(dividingBy: 1))
        // A sum of four has nearly a bell's shape.
        elements.append(middle + 40 * (uniform() + uniform() + uniform() + uniform() - 2))
      }
    }
    return Matrix(rowCount: count, columnCount: 4, elements: elements)
  }

  /// Hands `work` a file of the elements, row after row.
  static func withFile<Result>(
    _ samples: Matrix, _ work: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "samples.doubles")
      try samples.elements.withUnsafeBytes { try Data($0).write(to: file) }
      return try work(file.path)
    }
  }
}
