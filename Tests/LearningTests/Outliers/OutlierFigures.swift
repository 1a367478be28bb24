import LinearAlgebra

@testable import Learning

/// Figures of scikit-learn on rows made for the purpose; `Reference/outliers.py` says how they came.
struct OutlierFigures: Decodable {
  struct Copies: Decodable {
    let rows: [[Double]]
    let order: [Int]

    var samples: Matrix { Matrix(rows: rows).selecting(order) }
  }

  struct Forest: Decodable {
    let samples: String
    let meanScores: [Double]
    let deviations: [Double]
  }

  struct Factors: Decodable {
    let neighborCount: Int
    let factors: [Double]
    let queryFactors: [Double]?
  }

  struct Machine: Decodable {
    let nu: Double
    let gamma: Double?
    let rho: Double
    let decisions: [Double]
    let queryDecisions: [Double]?
  }

  let clouds: [[Double]]
  let queries: [[Double]]
  let copies: Copies
  let isolationForests: [Forest]
  let localOutlierFactors: [Factors]
  let countedFactors: Factors
  let oneClassSVMs: [Machine]
  let copiesSVM: Machine

  static let all = ReferenceFigures.load("outliers", as: OutlierFigures.self)
}

/// Rows on a coarse grid, most of them many times, as tables of counts have them.
func repeatedRows(count: Int, featureCount: Int = 3, seed: UInt64 = 3) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  var elements: [Double] = []
  for _ in 0..<count {
    for _ in 0..<featureCount {
      // The smaller of two draws, so that some rows are rare.
      let draws = (generator.nextIndex(below: 5), generator.nextIndex(below: 5))
      elements.append(Double(min(draws.0, draws.1)))
    }
  }
  return Matrix(rowCount: count, columnCount: featureCount, elements: elements)
}
