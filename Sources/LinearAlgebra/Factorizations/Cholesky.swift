/// The lower triangular factor L of a symmetric positive definite matrix A = L·Lᵀ.
public struct Cholesky: Sendable {
  /// Lower triangle; zeros above the diagonal.
  public let lower: Matrix

  /// Factors the lower triangle of `matrix`, or returns nil when a pivot is not positive.
  ///
  /// - SeeAlso: Golub and Van Loan, *Matrix Computations* (2013), algorithm 4.2.1.
  public init?(_ matrix: Matrix) {
    let size = matrix.rowCount
    precondition(size == matrix.columnCount, "a Cholesky factor is taken of a square matrix")
    var lower = Matrix(rowCount: size, columnCount: size)
    for row in 0..<size {
      for column in 0...row {
        var sum = matrix[row, column]
        for inner in 0..<column { sum -= lower[row, inner] * lower[column, inner] }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          lower[row, row] = sum.squareRoot()
        } else {
          lower[row, column] = sum / lower[column, column]
        }
      }
    }
    self.lower = lower
  }

  /// log det A = 2 Σ log Lᵢᵢ, natural.
  public var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<lower.rowCount { sum += logarithm(lower[index, index]) }
    return 2 * sum
  }

  /// L⁻¹, lower triangular.
  public var inverseLower: Matrix {
    let size = lower.rowCount
    var inverse = Matrix(rowCount: size, columnCount: size)
    for column in 0..<size {
      inverse[column, column] = 1 / lower[column, column]
      for row in column + 1..<max(size, column + 1) {
        var sum = 0.0
        for inner in column..<row { sum += lower[row, inner] * inverse[inner, column] }
        inverse[row, column] = -sum / lower[row, row]
      }
    }
    return inverse
  }
}
