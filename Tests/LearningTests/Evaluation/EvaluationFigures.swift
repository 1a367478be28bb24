/// scikit-learn's figures on given scores; `Reference/generate_evaluation.py` says how they came.
struct EvaluationFigures: Decodable {
  struct Confusion: Decodable {
    let tn, fp, fn, tp: Int
  }

  struct ClassFigures: Decodable {
    let precision, recall, f1: Double
    let support: Int
  }

  struct Report: Decodable {
    let negative, positive, macro, weighted: ClassFigures
    let accuracy: Double
  }

  struct ROC: Decodable {
    let falsePositiveRates, truePositiveRates, thresholds: [Double?]
  }

  struct PrecisionRecall: Decodable {
    let precisions, recalls, thresholds: [Double]
  }

  struct Search: Decodable {
    let minimumPrecision, minimumRecall: Double
    let thresholds: [Double]
  }

  struct ROCSearch: Decodable {
    let maximumFalsePositiveRate, minimumTruePositiveRate: Double
    let thresholds: [Double]
  }

  struct Case: Decodable {
    let name: String
    let labels: [Bool]
    let scores: [Double]
    let threshold: Double
    let others: [Bool]
    let confusion: Confusion
    let report: Report
    let roc, rocDropped: ROC
    let rocArea: Double?
    let precisionRecall: PrecisionRecall
    let averagePrecision, trapezoidalArea: Double
    let kappa: Double?
    let searches: [Search]
    let rocSearches: [ROCSearch]
  }

  let tolerance: Double
  let cases: [Case]

  static let all = ReferenceFigures.load("evaluation", as: EvaluationFigures.self)
}
