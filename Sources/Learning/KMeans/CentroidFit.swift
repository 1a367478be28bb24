import LinearAlgebra

/// Centroids on the way to a local optimum, with every row's nearest one.
struct CentroidFit: Sendable {
  private let samples: DistinctSamples
  private(set) var centroids: Matrix
  /// Weight of each cluster.
  private var clusterWeights: [Double]
  private var assignments: [Int]
  private(set) var inertia: Double
  private var iterationCount = 0
  private var didConverge = false

  /// A transfer or relocation must lower the inertia by more than rounding does.
  private static let smallestRelativeGain = 1e-12
  /// Rows of a data set in which single ones are still transferred.
  private static let largestTransferRowCount = 50_000
  /// Cluster pairs on which a relocation is tried before giving up.
  private static let relocationTryCount = 4

  init(_ centroids: Matrix, _ samples: DistinctSamples) {
    self.samples = samples
    self.centroids = centroids
    clusterWeights = Array(repeating: 0, count: centroids.rowCount)
    assignments = Array(repeating: -1, count: samples.rowCount)
    inertia = .infinity
  }

  /// Moves superfluous centroids to better places until that lowers the inertia no more, or until
  /// as many iterations are spent on it as a fit may take.
  mutating func relocate(maximumIterationCount: Int) {
    var remaining = maximumIterationCount
    while remaining > 0, let relocated = relocated(spending: &remaining) { self = relocated }
  }

  var rowCount: Int { samples.rowCount }

  func model(restartCount: Int) -> KMeansModel {
    let order = clusterWeights.indices.sorted {
      (clusterWeights[$0], $1) > (clusterWeights[$1], $0)
    }
    var distanceSum = 0.0
    for row in 0..<samples.rowCount {
      distanceSum +=
        samples.weights[row] * squaredDistance(row, assignments[row]).squareRoot()
    }
    return KMeansModel(
      centroids: Matrix(rows: order.map(centroids.row)),
      weights: order.map { clusterWeights[$0] / samples.totalWeight }, inertia: inertia,
      tightness: distanceSum / samples.totalWeight, iterationCount: iterationCount,
      didConverge: didConverge, restartCount: restartCount)
  }

  /// Lloyd's iteration over a tree of the rows, until the centroids stand still.
  ///
  /// `settle` must follow: it gives the rows their centroids.
  mutating func approach(_ tree: SampleTree, maximumIterationCount: Int, threadCount: Int) {
    let d = centroids.columnCount
    while iterationCount < maximumIterationCount {
      let nearest = NearestCentroids(centroids, tree, threadCount: threadCount)
      iterationCount += 1
      var didMove = false
      for cluster in 0..<centroids.rowCount {
        let weight = nearest.sums[cluster * (1 + d)]
        // Filling an empty cluster is left to `settle`.
        guard weight > 0 else { return }
        for column in 0..<d {
          let value = nearest.sums[cluster * (1 + d) + 1 + column] / weight
          let old = centroids[cluster, column]
          if abs(value - old) > Self.smallestRelativeGain * abs(old) { didMove = true }
          centroids[cluster, column] = value
        }
      }
      if !didMove { return }
    }
  }

  /// Lloyd, then single-point transfers, in turn until neither changes an assignment.
  mutating func settle(maximumIterationCount: Int) {
    didConverge = false
    repeat {
      iterationCount += 1
      let changedCount = assign()
      if changedCount > 0 {
        fillEmptyClusters()
        updateCentroids()
        continue
      }
      // Beyond that a single row's share in the inertia is below what restarts differ by.
      if samples.rowCount > Self.largestTransferRowCount || transfer() == 0 {
        didConverge = true
        break
      }
      updateCentroids()
    } while iterationCount < maximumIterationCount
    updateInertia()
  }

  /// Gives every row to its nearest centroid, the first among equals; returns how many changed.
  private mutating func assign() -> Int {
    var changedCount = 0
    for row in 0..<samples.rowCount {
      var best = 0
      var least = Double.infinity
      for cluster in 0..<centroids.rowCount {
        let distance = squaredDistance(row, cluster)
        if distance < least {
          least = distance
          best = cluster
        }
      }
      // A row that is as near to its own centroid stays, else equal distances could alternate.
      let current = assignments[row]
      if current >= 0, squaredDistance(row, current) <= least { continue }
      if current != best {
        assignments[row] = best
        changedCount += 1
      }
    }
    return changedCount
  }

  /// Moves the row farthest from its centroid into each cluster that lost all of its own.
  private mutating func fillEmptyClusters() {
    var counts = Array(repeating: 0, count: centroids.rowCount)
    for cluster in assignments { counts[cluster] += 1 }
    for empty in counts.indices where counts[empty] == 0 {
      var farthest: (row: Int, cost: Double)?
      for row in assignments.indices where counts[assignments[row]] > 1 {
        let cost = samples.weights[row] * squaredDistance(row, assignments[row])
        if cost > farthest?.cost ?? -1 { farthest = (row, cost) }
      }
      guard let farthest else { return }
      counts[assignments[farthest.row]] -= 1
      counts[empty] = 1
      assignments[farthest.row] = empty
      for column in 0..<centroids.columnCount {
        centroids[empty, column] = samples.rows[farthest.row, column]
      }
    }
  }

  private mutating func updateCentroids() {
    var sums = Matrix(rowCount: centroids.rowCount, columnCount: centroids.columnCount)
    var weights = Array(repeating: 0.0, count: centroids.rowCount)
    for row in 0..<samples.rowCount {
      let cluster = assignments[row]
      weights[cluster] += samples.weights[row]
      for column in 0..<centroids.columnCount {
        sums[cluster, column] += samples.weights[row] * samples.rows[row, column]
      }
    }
    clusterWeights = weights
    for cluster in 0..<centroids.rowCount where weights[cluster] > 0 {
      for column in 0..<centroids.columnCount {
        centroids[cluster, column] = sums[cluster, column] / weights[cluster]
      }
    }
  }

  private mutating func updateInertia() {
    inertia = 0
    for row in 0..<samples.rowCount {
      inertia += samples.weights[row] * squaredDistance(row, assignments[row])
    }
  }

  /// Moves single rows where that lowers the inertia; returns how many moved.
  ///
  /// Taking weight w out of a cluster of weight W saves W w / (W − w) d², adding it costs
  /// W w / (W + w) d² (Hartigan and Wong 1979, with weights).
  private mutating func transfer() -> Int {
    var movedCount = 0
    for row in 0..<samples.rowCount {
      let from = assignments[row]
      let w = samples.weights[row]
      let remaining = clusterWeights[from] - w
      // A row that is a cluster of its own stays; rounding must not empty one.
      guard remaining > w * Double.ulpOfOne else { continue }
      let saved = clusterWeights[from] * w / remaining * squaredDistance(row, from)
      var best: (cluster: Int, cost: Double)?
      for cluster in 0..<centroids.rowCount where cluster != from {
        let weight = clusterWeights[cluster]
        let cost = weight * w / (weight + w) * squaredDistance(row, cluster)
        if cost < best?.cost ?? .infinity { best = (cluster, cost) }
      }
      guard let best, saved - best.cost > Self.smallestRelativeGain * saved else { continue }
      move(row, from: from, to: best.cluster)
      movedCount += 1
    }
    return movedCount
  }

  private mutating func move(_ row: Int, from: Int, to: Int) {
    let w = samples.weights[row]
    let fromWeight = clusterWeights[from] - w
    let toWeight = clusterWeights[to] + w
    for column in 0..<centroids.columnCount {
      let value = samples.rows[row, column]
      centroids[from, column] -= w / fromWeight * (value - centroids[from, column])
      centroids[to, column] += w / toWeight * (value - centroids[to, column])
    }
    clusterWeights[from] = fromWeight
    clusterWeights[to] = toWeight
    assignments[row] = to
  }

  private func squaredDistance(_ row: Int, _ cluster: Int) -> Double {
    var sum = 0.0
    for column in 0..<centroids.columnCount {
      let difference = samples.rows[row, column] - centroids[cluster, column]
      sum += difference * difference
    }
    return sum
  }

  /// The fit after one centroid was taken from where it saves least to where it saves most.
  ///
  /// Returns nil when no relocation that looks promising lowers the inertia.
  private func relocated(spending remaining: inout Int) -> CentroidFit? {
    guard centroids.rowCount > 1 else { return nil }
    let losses = removalLosses()
    var members = Array(repeating: [Int](), count: centroids.rowCount)
    for (row, cluster) in assignments.enumerated() { members[cluster].append(row) }
    let cuts = members.map { InertiaCut.best(of: $0, in: samples) }
    var pairs: [(removed: Int, divided: Int, gain: Double)] = []
    for removed in losses.indices {
      for divided in losses.indices where divided != removed {
        if let cut = cuts[divided] { pairs.append((removed, divided, cut.gain - losses[removed])) }
      }
    }
    pairs.sort { ($0.gain, $1.removed, $1.divided) > ($1.gain, $0.removed, $0.divided) }
    for (removed, divided, _) in pairs.prefix(Self.relocationTryCount) {
      guard let cut = cuts[divided] else { continue }
      let left = members[divided].filter { samples.rows[$0, cut.feature] <= cut.value }
      let right = members[divided].filter { samples.rows[$0, cut.feature] > cut.value }
      var rows = centroids.rows
      rows[divided] = InertiaCut.centroid(of: left, in: samples)
      rows[removed] = InertiaCut.centroid(of: right, in: samples)
      var candidate = CentroidFit(Matrix(rows: rows), samples)
      candidate.settle(maximumIterationCount: max(remaining, 1))
      remaining -= candidate.iterationCount
      if candidate.inertia < inertia * (1 - Self.smallestRelativeGain) { return candidate }
    }
    return nil
  }

  /// What the inertia rises by when a centroid is dropped and its rows go to the next nearest.
  private func removalLosses() -> [Double] {
    var losses = Array(repeating: 0.0, count: centroids.rowCount)
    for row in 0..<samples.rowCount {
      let own = assignments[row]
      var next = Double.infinity
      for cluster in 0..<centroids.rowCount where cluster != own {
        next = min(next, squaredDistance(row, cluster))
      }
      losses[own] += samples.weights[row] * (next - squaredDistance(row, own))
    }
    return losses
  }
}
