import LinearAlgebra

/// Some rows of a data set taken as one component, and the best places to cut it in two.
struct HardCluster: Sendable {
  /// Indices of distinct rows, rising.
  let members: [Int32]
  let statistics: ComponentStatistics
  /// `ComponentBound.componentTerm`.
  let term: Double
  /// Best first.
  let cuts: [AxisCut]
}

/// A cut of a cluster at a value of one feature.
struct AxisCut: Sendable {
  let feature: Int
  /// Rows with at most this value go left.
  let value: Double
  /// What the bound gains, the stick-breaking term approximated.
  let gain: Double
}

/// Makes clusters, cuts and merges of one data set and scores them in closed form.
struct HardClustering: Sendable {
  let samples: DistinctSamples
  let bound: ComponentBound

  /// Cuts tried per feature at most: every value of an octet, quantiles of wider features.
  private static let largestCutCount = 255
  /// Cuts kept per feature and cluster, and per cluster.
  private static let cutsPerFeature = 2
  private static let cutsPerCluster = 8

  /// The whole data set as one cluster.
  var whole: HardCluster { cluster(of: (0..<Int32(samples.rowCount)).map { $0 }) }

  /// A cluster of `members` with its cuts.
  func cluster(of members: [Int32]) -> HardCluster {
    var statistics = ComponentStatistics.empty(featureCount: samples.featureCount)
    for row in members { add(row, to: &statistics) }
    let term = bound.componentTerm(of: statistics)
    var cuts: [AxisCut] = []
    if members.count > 1 {
      let whole = term + Self.logWeightShare(statistics.weight)
      for feature in 0..<samples.featureCount {
        cuts += self.cuts(of: members, along: feature, score: whole)
      }
    }
    cuts.sort { ($0.gain, $1.feature, $1.value) > ($1.gain, $0.feature, $0.value) }
    return HardCluster(
      members: members, statistics: statistics, term: term,
      cuts: Array(cuts.prefix(Self.cutsPerCluster)))
  }

  /// The two sides of a cut.
  func split(_ cluster: HardCluster, at cut: AxisCut) -> (left: HardCluster, right: HardCluster) {
    var left: [Int32] = []
    var right: [Int32] = []
    for row in cluster.members {
      if samples.rows[Int(row), cut.feature] <= cut.value {
        left.append(row)
      } else {
        right.append(row)
      }
    }
    return (self.cluster(of: left), self.cluster(of: right))
  }

  /// What the bound gains when two clusters become one, the stick-breaking term approximated.
  func mergeGain(_ a: HardCluster, _ b: HardCluster) -> Double {
    sideScore(a.statistics.merged(with: b.statistics))
      + bound.componentTerm(of: .empty(featureCount: samples.featureCount))
      - a.term - Self.logWeightShare(a.statistics.weight)
      - b.term - Self.logWeightShare(b.statistics.weight)
  }

  func merge(_ a: HardCluster, _ b: HardCluster) -> HardCluster {
    cluster(of: (a.members + b.members).sorted())
  }

  private func add(_ row: Int32, to statistics: inout ComponentStatistics) {
    let start = Int(row) * samples.featureCount
    statistics.add(
      samples.rows.elements[start..<start + samples.featureCount],
      weight: samples.weights[Int(row)])
  }

  /// N log N: Σ N log N is the stick-breaking term up to a constant and logarithmic corrections.
  private static func logWeightShare(_ weight: Double) -> Double {
    weight > 0 ? weight * logarithm(weight) : 0
  }

  /// The best cuts along one feature, no two of them neighbours.
  private func cuts(of members: [Int32], along feature: Int, score: Double) -> [AxisCut] {
    let values = boundaries(of: members, along: feature)
    guard values.count > 1 else { return [] }
    let empty = ComponentStatistics.empty(featureCount: samples.featureCount)
    var buckets = Array(repeating: empty, count: values.count)
    for row in members {
      add(row, to: &buckets[Self.bucket(of: samples.rows[Int(row), feature], in: values)])
    }
    var suffixes = buckets
    for index in (0..<values.count - 1).reversed() {
      suffixes[index] = buckets[index].merged(with: suffixes[index + 1])
    }
    var gains: [Double] = []
    var prefix = empty
    for index in 0..<values.count - 1 {
      prefix = prefix.merged(with: buckets[index])
      gains.append(sideScore(prefix) + sideScore(suffixes[index + 1]) - score)
    }
    var peaks: [AxisCut] = []
    for (index, gain) in gains.enumerated() {
      let isPeak =
        (index == 0 || gains[index - 1] <= gain)
        && (index + 1 == gains.count || gains[index + 1] < gain)
      if isPeak, gain > -.infinity {
        peaks.append(AxisCut(feature: feature, value: values[index], gain: gain))
      }
    }
    peaks.sort { ($0.gain, $1.value) > ($1.gain, $0.value) }
    return Array(peaks.prefix(Self.cutsPerFeature))
  }

  private func sideScore(_ side: ComponentStatistics) -> Double {
    bound.componentTerm(of: side) + Self.logWeightShare(side.weight)
  }

  /// Upper ends of the buckets along a feature, rising: all values, or quantiles of many.
  private func boundaries(of members: [Int32], along feature: Int) -> [Double] {
    let sorted = members.map { samples.rows[Int($0), feature] }.sorted()
    var distinct: [Double] = []
    for value in sorted where value != distinct.last { distinct.append(value) }
    guard distinct.count > Self.largestCutCount + 1 else { return distinct }
    let step = Double(distinct.count) / Double(Self.largestCutCount + 1)
    return (1...Self.largestCutCount + 1).map { index in
      distinct[min(Int(Double(index) * step), distinct.count) - 1]
    }
  }

  private static func bucket(of value: Double, in boundaries: [Double]) -> Int {
    var low = 0
    var high = boundaries.count - 1
    while low < high {
      let middle = (low + high) / 2
      if value <= boundaries[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
