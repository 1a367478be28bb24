import LinearAlgebra

@testable import Learning

/// scikit-learn's fits to rows of our own; `Reference/generate_classifiers.py` says how they came.
struct ClassifierFigures: Decodable {
  struct NaiveBayes: Decodable {
    let prior: Double?
    let weighted: Bool
    let positivePrior: Double
    let means, variances: [[Double]]
    let scores: [Double]
  }

  /// null, "balanced" or a pair.
  struct ClassWeights: Decodable {
    let weighting: ClassWeighting

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let pair = try? container.decode([Double].self) {
        weighting = .given(negative: pair[0], positive: pair[1])
      } else {
        weighting = .balanced
      }
    }
  }

  struct Logistic: Decodable {
    let inverseRegularization: Double
    let classWeights: ClassWeights?
    let weighted: Bool
    let coefficients: [Double]
    let intercept: Double
  }

  struct Folds: Decodable {
    let labels: [Bool]
    let foldCount: Int
    let folds: [Int]
  }

  struct Grid: Decodable {
    let inverseRegularizations: [Double]
    let foldScores: [[Double]]
    let best: Int
  }

  struct Line: Decodable {
    let coefficients: [Double]
    let intercept: Double
  }

  struct Descent: Decodable {
    let loss: String
    let penalty: String?
    let l1Ratio, alpha: Double
    let rate: String
    let eta0, powerT: Double
    let average: Int
    let fitsIntercept: Bool
    let classWeights: ClassWeights?
    let weighted: Bool
    let epochCount: Int
    let coefficients: [Double]
    let intercept: Double
    let updated: Line?
  }

  struct Aggressive: Decodable {
    let variant: String
    let aggressiveness: Double
    let fitsIntercept: Bool
    let classWeights: ClassWeights?
    let average: Int
    let epochCount: Int
    let coefficients: [Double]
    let intercept: Double
    let updated: Line?
  }

  struct Tree: Decodable {
    let values: [Double]
    let labels: [Bool]
    let weights, thresholds, places, shares: [Double]
  }

  let tolerance: Double
  let samples: [[Double]]
  let labels: [Bool]
  let weights: [Double]
  let scaled: [[Double]]
  let naiveBayes: [NaiveBayes]
  let logistic: [Logistic]
  let folds: [Folds]
  let grid: Grid
  let descent: [Descent]
  let aggressive: [Aggressive]
  let tree: Tree

  static let all = ReferenceFigures.load("classifiers", as: ClassifierFigures.self)
}
