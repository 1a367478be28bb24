import LinearAlgebra

/// Centroids on the way to a local optimum, with every row's nearest one.
struct CentroidFit: Sendable {
  private let samples: DistinctSamples
  /// The same rows.
  private let rows: GridRows
  private(set) var centroids: Matrix
  /// Weight of each cluster.
  private var clusterWeights: [Double]
  private var assignments: [Int]
  private(set) var inertia: Double
  /// Σ w ‖x − c‖ over all rows.
  private var distanceSum = 0.0
  private var iterationCount = 0
  private var didConverge = false

  /// A transfer or relocation must lower the inertia by more than rounding does.
  private static let smallestRelativeGain = 1e-12
  /// Rows of a data set in which single ones are still transferred.
  private static let largestTransferRowCount = 50_000
  /// Cluster pairs on which a relocation is tried before giving up.
  private static let relocationTryCount = 4

  init(_ centroids: Matrix, _ samples: DistinctSamples, _ rows: GridRows) {
    self.samples = samples
    self.rows = rows
    self.centroids = centroids
    clusterWeights = Array(repeating: 0, count: centroids.rowCount)
    assignments = Array(repeating: -1, count: samples.rowCount)
    inertia = .infinity
  }

  /// Moves superfluous centroids to better places until that lowers the inertia no more, or until
  /// as many iterations are spent on it as a fit may take.
  mutating func relocate(maximumIterationCount: Int, threadCount: Int = 1) {
    var remaining = maximumIterationCount
    while remaining > 0,
      let relocated = relocated(spending: &remaining, threadCount: threadCount)
    {
      self = relocated
    }
  }

  func model(restartCount: Int) -> KMeansModel {
    let order = clusterWeights.indices.sorted {
      (clusterWeights[$0], $1) > (clusterWeights[$1], $0)
    }
    return KMeansModel(
      centroids: Matrix(rows: order.map(centroids.row)),
      weights: order.map { clusterWeights[$0] / samples.totalWeight }, inertia: inertia,
      tightness: distanceSum / samples.totalWeight, iterationCount: iterationCount,
      didConverge: didConverge, restartCount: restartCount)
  }

  /// Lloyd, then single-point transfers, in turn until neither changes an assignment.
  mutating func settle(maximumIterationCount: Int, threadCount: Int = 1) {
    descend(maximumIterationCount: maximumIterationCount, threadCount: threadCount)
    // Beyond that a single row's share in the inertia is below what restarts differ by.
    if samples.rowCount > Self.largestTransferRowCount, !assignments.contains(-1) {
      updateDistances(threadCount: threadCount)
      return
    }
    while iterationCount < maximumIterationCount {
      iterationCount += 1
      didConverge = false
      let changedCount = assign()
      if changedCount > 0 {
        fillEmptyClusters()
        updateCentroids()
        continue
      }
      if samples.rowCount > Self.largestTransferRowCount || transfer() == 0 {
        didConverge = true
        break
      }
      updateCentroids()
    }
    if !didConverge {
      // So that rows belong to the centroids as they are now.
      _ = assign()
      fillEmptyClusters()
      updateClusterWeights()
    }
    updateDistances(threadCount: threadCount)
  }

  /// Lloyd's iteration, until no row changes its centroid or a cluster is empty, which `assign` and
  /// `fillEmptyClusters` then deal with.
  private mutating func descend(maximumIterationCount: Int, threadCount: Int) {
    guard centroids.rowCount <= BlockOwner.largestCentroidCount else { return }
    var descent = LloydDescent(centroids, samples, rows)
    let hasRows = descent.run(
      maximumIterationCount: maximumIterationCount, threadCount: threadCount)
    centroids = descent.centroids
    iterationCount += descent.iterationCount
    didConverge = descent.didConverge
    guard hasRows else { return }
    assignments = descent.assignments
    // Where nothing moves any more, the means are summed anew, without what came and went; elsewhere
    // that would be a step more.
    if didConverge { updateCentroids() } else { updateClusterWeights() }
  }

  /// Gives every row to its nearest centroid, the first among equals; returns how many changed.
  private mutating func assign() -> Int {
    var changedCount = 0
    var distances = Array(repeating: 0.0, count: centroids.rowCount)
    for row in 0..<samples.rowCount {
      squaredDistances(of: row, into: &distances)
      var best = 0
      for cluster in distances.indices where distances[cluster] < distances[best] { best = cluster }
      // A row that is as near to its own centroid stays, else equal distances could alternate.
      let current = assignments[row]
      if current >= 0, distances[current] <= distances[best] { continue }
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

  private mutating func updateClusterWeights() {
    clusterWeights = Array(repeating: 0, count: centroids.rowCount)
    for row in assignments.indices { clusterWeights[assignments[row]] += samples.weights[row] }
  }

  private mutating func updateCentroids() {
    updateClusterWeights()
    let d = centroids.columnCount
    var sums = Array(repeating: 0.0, count: centroids.elements.count)
    // Rows are those of the samples, clusters those of the centroids.
    samples.rows.elements.withUnsafeBufferPointer { elements in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<samples.rowCount {
          let cluster = assignments[row]
          let weight = samples.weights[row]
          for f in 0..<d { sums[cluster * d + f] += weight * elements[row * d + f] }
        }
      }
    }
    for cluster in 0..<centroids.rowCount where clusterWeights[cluster] > 0 {
      for column in 0..<d {
        centroids[cluster, column] = sums[cluster * d + column] / clusterWeights[cluster]
      }
    }
  }

  /// Adds up what the rows are away from their centroids, part by part.
  private mutating func updateDistances(threadCount: Int) {
    let d = centroids.columnCount
    let n = samples.rowCount
    let (samples, assignments, centroids) = (samples, assignments, centroids.elements)
    let parts = concurrentMap(
      count: (n + LloydPart.rowCount - 1) / LloydPart.rowCount, threadCount: threadCount
    ) { part in
      var sums = (square: 0.0, distance: 0.0)
      samples.rows.elements.withUnsafeBufferPointer { elements in
        centroids.withUnsafeBufferPointer { centroids in
          for row in part * LloydPart.rowCount..<min((part + 1) * LloydPart.rowCount, n) {
            var square = 0.0
            for f in 0..<d {
              let difference = elements[row * d + f] - centroids[assignments[row] * d + f]
              square += difference * difference
            }
            sums.square += samples.weights[row] * square
            sums.distance += samples.weights[row] * square.squareRoot()
          }
        }
      }
      return sums
    }
    inertia = parts.reduce(0) { $0 + $1.square }
    distanceSum = parts.reduce(0) { $0 + $1.distance }
  }

  /// Moves single rows where that lowers the inertia; returns how many moved.
  ///
  /// Taking weight w out of a cluster of weight W saves W w / (W − w) d², adding it costs
  /// W w / (W + w) d² (Hartigan and Wong 1979, with weights).
  private mutating func transfer() -> Int {
    var movedCount = 0
    var distances = Array(repeating: 0.0, count: centroids.rowCount)
    for row in 0..<samples.rowCount {
      let from = assignments[row]
      let w = samples.weights[row]
      let remaining = clusterWeights[from] - w
      // A row that is a cluster of its own stays; rounding must not empty one.
      guard remaining > w * Double.ulpOfOne else { continue }
      squaredDistances(of: row, into: &distances)
      let saved = clusterWeights[from] * w / remaining * distances[from]
      var best: (cluster: Int, cost: Double)?
      for cluster in 0..<centroids.rowCount where cluster != from {
        let weight = clusterWeights[cluster]
        // W w / (W + w) is at least half of the lesser: rows far from a border are spared the rest.
        if distances[cluster] * min(weight, w) > 2 * saved { continue }
        let cost = weight * w / (weight + w) * distances[cluster]
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

  /// ‖x − c‖² of one row to every centroid.
  @inline(__always)
  private func squaredDistances(of row: Int, into distances: inout [Double]) {
    let d = centroids.columnCount
    // The row is one of the samples, and there are as many distances as centroids.
    samples.rows.elements.withUnsafeBufferPointer { elements in
      centroids.elements.withUnsafeBufferPointer { centroids in
        distances.withUnsafeMutableBufferPointer { distances in
          for cluster in distances.indices {
            var square = 0.0
            for f in 0..<d {
              let difference = elements[row * d + f] - centroids[cluster * d + f]
              square += difference * difference
            }
            distances[cluster] = square
          }
        }
      }
    }
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
  private func relocated(
    spending remaining: inout Int, threadCount: Int
  ) -> CentroidFit? {
    guard centroids.rowCount > 1 else { return nil }
    let losses = removalLosses()
    var members = Array(repeating: [Int](), count: centroids.rowCount)
    for (row, cluster) in assignments.enumerated() { members[cluster].append(row) }
    let cuts = members.map { InertiaCut.best(of: $0, in: samples) }
    let pairs = Self.promisingPairs(
      losses, gains: cuts.map { $0?.gain }, count: Self.relocationTryCount)
    for (removed, divided) in pairs {
      guard let cut = cuts[divided] else { continue }
      let left = members[divided].filter { samples.rows[$0, cut.feature] <= cut.value }
      let right = members[divided].filter { samples.rows[$0, cut.feature] > cut.value }
      var rows = centroids.rows
      rows[divided] = InertiaCut.centroid(of: left, in: samples)
      rows[removed] = InertiaCut.centroid(of: right, in: samples)
      var candidate = CentroidFit(Matrix(rows: rows), samples, self.rows)
      candidate.settle(
        maximumIterationCount: max(remaining, 1), threadCount: threadCount)
      remaining -= candidate.iterationCount
      if candidate.inertia < inertia * (1 - Self.smallestRelativeGain) { return candidate }
    }
    return nil
  }

  /// The pairs of a cluster that is dropped and another that is cut which gain most, in that order.
  ///
  /// Of thousands of clusters there are millions of pairs. But among the best `count` of them is none
  /// whose cluster to drop, or to cut, is not one of the best `count` + 1: one of these may be the
  /// other of the pair.
  ///
  /// - Parameter gains: nil for a cluster that cannot be cut.
  private static func promisingPairs(
    _ losses: [Double], gains: [Double?], count: Int
  ) -> [(removed: Int, divided: Int)] {
    let removable = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
      .prefix(count + 1)
    let divisible = gains.indices.compactMap { cluster in gains[cluster].map { ($0, cluster) } }
      .sorted { ($0.0, $1.1) > ($1.0, $0.1) }.prefix(count + 1)
    var pairs: [(removed: Int, divided: Int, gain: Double)] = []
    for (gain, divided) in divisible {
      for removed in removable where removed != divided {
        pairs.append((removed, divided, gain - losses[removed]))
      }
    }
    pairs.sort { ($0.gain, $1.removed, $1.divided) > ($1.gain, $0.removed, $0.divided) }
    return pairs.prefix(count).map { ($0.removed, $0.divided) }
  }

  /// What the inertia rises by when a centroid is dropped and its rows go to the next nearest.
  private func removalLosses() -> [Double] {
    var losses = Array(repeating: 0.0, count: centroids.rowCount)
    var distances = losses
    for row in 0..<samples.rowCount {
      let own = assignments[row]
      squaredDistances(of: row, into: &distances)
      var next = Double.infinity
      for cluster in distances.indices where cluster != own { next = min(next, distances[cluster]) }
      losses[own] += samples.weights[row] * (next - distances[own])
    }
    return losses
  }
}
