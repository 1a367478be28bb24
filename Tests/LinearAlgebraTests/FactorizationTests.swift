import LinearAlgebra
import Testing

@Suite struct FactorizationTests {
  private let matrix = Matrix(rows: [[4, 2, 0.5], [2, 5, 1], [0.5, 1, 3]])

  @Test func choleskyFactorTimesItsTransposeIsTheMatrix() throws {
    let lower = try #require(Cholesky(matrix)).lower
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0.0) { $0 + lower[i, $1] * lower[j, $1] }
        #expect(abs(product - matrix[i, j]) < 1e-14)
      }
    }
  }

  @Test func choleskyKnowsDeterminantAndInverse() throws {
    let factor = try #require(Cholesky(matrix))
    // 4 (15 − 1) − 2 (6 − ½) + ½ (2 − 2½)
    let determinant = 44.75
    #expect(abs(factor.logDeterminant - logarithm(determinant)) < 1e-14)
    let inverse = factor.inverseLower
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0.0) { $0 + factor.lower[i, $1] * inverse[$1, j] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-14)
      }
    }
  }

  @Test(arguments: [[[0.0]], [[-1.0]], [[1, 2], [2, 1]], [[Double.nan]], [[Double.infinity]]])
  func choleskyRefusesWhatIsNotPositiveDefinite(rows: [[Double]]) {
    #expect(Cholesky(Matrix(rows: rows)) == nil)
  }

  @Test func eigenvectorsAreOrthonormalAndScaleByTheirValues() {
    let eigen = SymmetricEigen(matrix)
    #expect(eigen.values == eigen.values.sorted(by: >))
    for i in 0..<3 {
      for j in 0..<3 {
        let product = (0..<3).reduce(0.0) { $0 + eigen.vectors[i, $1] * eigen.vectors[j, $1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-14)
        let image = (0..<3).reduce(0.0) { $0 + matrix[j, $1] * eigen.vectors[i, $1] }
        #expect(abs(image - eigen.values[i] * eigen.vectors[i, j]) < 1e-13)
      }
    }
  }

  @Test func eigenvaluesOfADiagonalAreItsElements() {
    let eigen = SymmetricEigen(Matrix(rows: [[1, 0], [0, 7]]))
    #expect(eigen.values == [7, 1])
  }

  @Test func zeroMatrixHasZeroEigenvalues() {
    #expect(SymmetricEigen(Matrix(rowCount: 3, columnCount: 3)).values == [0, 0, 0])
  }

  @Test(arguments: [1, 2, 5])
  func concurrentMapKeepsTheOrder(threadCount: Int) {
    #expect(
      concurrentMap(count: 100, threadCount: threadCount) { $0 * $0 }
        == (0..<100).map { $0 * $0 })
  }
}
