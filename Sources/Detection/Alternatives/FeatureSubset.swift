import LinearAlgebra

/// Some features that may change, and an ellipsoid's quadratic form in them.
///
/// With changes δ of the features S and g = P (x − m),
///
///     Q(x + δ) = Q(x) + 2 g_Sᵀ δ + δᵀ P_SS δ = Q(x) − |h|² + Σᵢ (Σ_{j ≤ i} Lᵢⱼ δⱼ + hᵢ)²
///
/// where P_SS = Lᵀ L and Lᵀ h = g_S. Each square has one more change than the one before it, so the
/// partial sums bound Q from below while changes are chosen one after another.
struct FeatureSubset: Sendable {
  /// S, rising.
  let features: [Int]
  /// Per ellipsoid.
  let forms: [Form]

  struct Form: Sendable {
    /// L, lower triangle, row after row.
    let factor: [Double]
    /// Square roots of the diagonal of P_SS⁻¹: half the width of the unit ellipsoid along each change.
    let halfWidths: [Double]
  }

  /// - Returns: nil when a form is not positive definite to working precision.
  init?(_ features: [Int], of ellipsoids: [LevelSet.Ellipsoid]) {
    self.features = features
    var forms: [Form] = []
    for ellipsoid in ellipsoids {
      guard let form = Form(features, of: ellipsoid.precision) else { return nil }
      forms.append(form)
    }
    self.forms = forms
  }
}

extension FeatureSubset.Form {
  fileprivate init?(_ features: [Int], of precision: Matrix) {
    let size = features.count
    // With rows and columns in reverse, an ordinary factor M Mᵀ gives L by turning it around.
    let reversed = Matrix(
      rows: features.reversed().map { row in
        features.reversed().map { precision[row, $0] }
      })
    guard let cholesky = Cholesky(reversed) else { return nil }
    let turned = cholesky.lower
    factor = (0..<size).flatMap { row in
      (0...row).map { turned[size - 1 - $0, size - 1 - row] }
    }
    let inverse = cholesky.inverseLower
    halfWidths = (0..<size).map { feature in
      var sum = 0.0
      for row in 0..<size {
        let element = inverse[row, size - 1 - feature]
        sum += element * element
      }
      return sum.squareRoot()
    }
  }

  /// h of Lᵀ h = g.
  func projected(_ gradient: [Double]) -> [Double] {
    var h = gradient
    for row in h.indices.reversed() {
      for later in row + 1..<max(h.count, row + 1) {
        h[row] -= factor[later * (later + 1) / 2 + row] * h[later]
      }
      h[row] /= factor[row * (row + 1) / 2 + row]
    }
    return h
  }

  /// The changes with the least Q: −L⁻¹ h.
  func best(_ h: [Double]) -> [Double] {
    var changes = h.map { -$0 }
    for row in changes.indices {
      let start = row * (row + 1) / 2
      for earlier in 0..<row { changes[row] -= factor[start + earlier] * changes[earlier] }
      changes[row] /= factor[start + row]
    }
    return changes
  }
}
