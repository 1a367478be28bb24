import LinearAlgebra

/// The quadratic problem of the one-class machine, solved two coefficients at a time.
///
/// - SeeAlso: Platt, "Sequential minimal optimization" (1998); Fan, Chen and Lin, "Working set
///   selection using second order information for training support vector machines", JMLR 6
///   (2005), algorithm 2.
struct BoundaryProblem {
  private var kernel: KernelRows
  /// α, at most `bounds`, eight rows a block; lanes beyond the last row have the bound 0.
  private var alphas: [Lanes]
  private let bounds: [Lanes]
  /// Σⱼ αⱼ K(xᵢ, xⱼ).
  private var sums: [Lanes]

  /// Curvatures of nearly equal rows are rounding, and count as this; libsvm's τ.
  private static let leastCurvature = 1e-12

  /// Starts from the share ν of each bound: the density estimate that the machine prunes.
  init(_ kernel: KernelRows, nu: Double) {
    self.kernel = kernel
    bounds = kernel.blocks.weights
    alphas = bounds.map { nu * $0 }
    sums = Array(repeating: Lanes(repeating: 0), count: bounds.count)
    for row in 0..<kernel.blocks.rowCount {
      add(alpha(ofRow: row), times: self.kernel.row(row))
    }
  }

  func alpha(ofRow row: Int) -> Double { alphas[row / 8][row % 8] }

  /// Takes steps until no two coefficients can be exchanged for a gain, within the tolerance.
  mutating func solve(
    tolerance: Double, maximumIterationCount: Int
  ) -> (iterationCount: Int, didConverge: Bool) {
    for iteration in 0..<maximumIterationCount {
      let extremes = extremes
      let level = 0.5 * (extremes.least + extremes.greatest)
      guard extremes.greatest - extremes.least > tolerance * level else {
        return (max(iteration, 1), true)
      }
      guard step(raising: extremes.row) else { return (max(iteration, 1), false) }
    }
    return (maximumIterationCount, false)
  }

  /// The kernel sum at the boundary: the mean over the coefficients between their bounds, or the
  /// middle between those at 0 and those at their bounds.
  var rho: Double {
    var sum = 0.0
    var count = 0.0
    for row in 0..<kernel.blocks.rowCount {
      let alpha = alpha(ofRow: row)
      guard alpha > 0, alpha < bounds[row / 8][row % 8] else { continue }
      sum += sums[row / 8][row % 8]
      count += 1
    }
    if count > 0 { return sum / count }
    let extremes = extremes
    // With ν = 1 all are at their bounds, and none can be raised.
    guard extremes.least.isFinite else { return extremes.greatest }
    return 0.5 * (extremes.least + extremes.greatest)
  }

  /// The least sum whose coefficient can rise, its row, and the greatest whose can fall.
  private var extremes: (row: Int, least: Double, greatest: Double) {
    var least = Lanes(repeating: .infinity)
    var greatest = Lanes(repeating: -.infinity)
    var leastBlocks = SIMD8<Int64>(repeating: 0)
    for block in sums.indices {
      let sum = sums[block]
      let isLeast = (sum .< least) .& (alphas[block] .< bounds[block])
      least.replace(with: sum, where: isLeast)
      leastBlocks.replace(with: SIMD8(repeating: Int64(block)), where: isLeast)
      greatest.replace(with: sum, where: (sum .> greatest) .& (alphas[block] .> 0))
    }
    var lane = 0
    for other in 1..<8
    where least[other] < least[lane]
      || least[other] == least[lane] && leastBlocks[other] < leastBlocks[lane]
    {
      lane = other
    }
    return (Int(leastBlocks[lane]) * 8 + lane, least[lane], greatest.range.greatest)
  }

  /// Moves what gains most from another coefficient to that of `row`.
  ///
  /// - Returns: false when rounding leaves nothing to move.
  private mutating func step(raising row: Int) -> Bool {
    let kernels = kernel.row(row)
    let level = sums[row / 8][row % 8]
    guard let lowered = partner(of: kernels, level: level) else { return false }
    let otherKernels = kernel.row(lowered)
    let curvature = max(2 - 2 * kernels[lowered / 8][lowered % 8], Self.leastCurvature)
    let room = bounds[row / 8][row % 8] - alpha(ofRow: row)
    let available = alpha(ofRow: lowered)
    let wanted = (sums[lowered / 8][lowered % 8] - level) / curvature
    let moved = min(wanted, room, available)
    guard moved > 0 else { return false }
    // Set, not added, so that bounds are met exactly.
    alphas[row / 8][row % 8] = moved == room ? bounds[row / 8][row % 8] : alpha(ofRow: row) + moved
    alphas[lowered / 8][lowered % 8] = moved == available ? 0 : available - moved
    for block in sums.indices { sums[block] += moved * (kernels[block] - otherKernels[block]) }
    return true
  }

  /// The coefficient that can fall with the largest gain, the first among equals.
  private func partner(of kernels: [Lanes], level: Double) -> Int? {
    var best = Lanes(repeating: 0)
    var bestBlocks = SIMD8<Int64>(repeating: 0)
    for block in sums.indices {
      let excess = sums[block] - level
      var curvature = 2 - 2 * kernels[block]
      curvature.replace(
        with: Self.leastCurvature, where: curvature .< Self.leastCurvature)
      let gain = excess * excess / curvature
      let isBest = (gain .> best) .& (excess .> 0) .& (alphas[block] .> 0)
      best.replace(with: gain, where: isBest)
      bestBlocks.replace(with: SIMD8(repeating: Int64(block)), where: isBest)
    }
    var lane = 0
    for other in 1..<8
    where best[other] > best[lane]
      || best[other] == best[lane] && bestBlocks[other] < bestBlocks[lane]
    {
      lane = other
    }
    return best[lane] > 0 ? Int(bestBlocks[lane]) * 8 + lane : nil
  }

  private mutating func add(_ factor: Double, times kernels: [Lanes]) {
    for block in sums.indices { sums[block] += factor * kernels[block] }
  }
}
