/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
///
/// Chosen for its accuracy on small matrices and because it needs square roots only.
/// - SeeAlso: Golub and Van Loan, *Matrix Computations* (2013), section 8.5.
public struct SymmetricEigen: Sendable {
  /// Falling.
  public let values: [Double]
  /// Row `i` is the unit eigenvector of `values[i]`.
  public let vectors: Matrix

  /// Sweeps after which a matrix of up to a hundred rows has long converged.
  private static let maximumSweepCount = 64

  public init(_ matrix: Matrix) {
    let size = matrix.rowCount
    precondition(size == matrix.columnCount, "eigenvectors are taken of a square matrix")
    // A power of two changes no digit, and keeps products of elements within the range of a double.
    let largest = matrix.elements.reduce(0) { max($0, abs($1)) }
    let scale = largest.isNormal && largest.isFinite ? 1 / largest.binade : 1
    var a = matrix
    a.elements = a.elements.map { $0 * scale }
    var v = Matrix(rowCount: size, columnCount: size)
    v.addToDiagonal(1)
    for _ in 0..<Self.maximumSweepCount {
      var rotatedCount = 0
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where Self.rotate(&a, &v, p, q) {
          rotatedCount += 1
        }
      }
      if rotatedCount == 0 { break }
    }
    let order = (0..<size).sorted { (a[$0, $0], $1) > (a[$1, $1], $0) }
    values = order.map { a[$0, $0] / scale }
    vectors = Matrix(rows: order.map { column in (0..<size).map { v[$0, column] } })
  }

  /// Zeroes a[p, q] unless it is already negligible beside its diagonal.
  private static func rotate(_ a: inout Matrix, _ v: inout Matrix, _ p: Int, _ q: Int) -> Bool {
    let off = a[p, q]
    // Negligible: adding it changes neither diagonal element.
    if abs(off) <= Double.ulpOfOne * 0.5 * (abs(a[p, p]) * abs(a[q, q])).squareRoot() {
      return false
    }
    let theta = (a[q, q] - a[p, p]) / (2 * off)
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    let size = a.rowCount
    for k in 0..<size {
      let kp = a[k, p]
      let kq = a[k, q]
      a[k, p] = c * kp - s * kq
      a[k, q] = s * kp + c * kq
    }
    for k in 0..<size {
      let pk = a[p, k]
      let qk = a[q, k]
      a[p, k] = c * pk - s * qk
      a[q, k] = s * pk + c * qk
    }
    a[p, q] = 0
    a[q, p] = 0
    for k in 0..<size {
      let kp = v[k, p]
      let kq = v[k, q]
      v[k, p] = c * kp - s * kq
      v[k, q] = s * kp + c * kq
    }
    return true
  }
}
