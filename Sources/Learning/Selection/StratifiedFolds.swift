/// Folds of rows with the same share of positive ones, in the order the rows stand.
///
/// - SeeAlso: scikit-learn's `StratifiedKFold` without shuffling, whose folds these are.
struct StratifiedFolds {
  /// Fold of each row.
  let folds: [Int]

  /// - Throws: `FitError` when a class has fewer rows than there are folds.
  init(labels: [Bool], foldCount: Int) throws(FitError) {
    let positiveCount = labels.count { $0 }
    for (isPositive, count) in [(true, positiveCount), (false, labels.count - positiveCount)]
    where count < foldCount {
      throw .tooFewForFolds(foldCount: foldCount, isPositive: isPositive, available: count)
    }
    // Sorted by class, the class of the first row first, rows are dealt to the folds in turn; that
    // says how many rows of a class each fold has.
    let first = labels[0]
    let firstCount = first ? positiveCount : labels.count - positiveCount
    func dealt(_ range: Range<Int>) -> [Int] {
      var counts = Array(repeating: 0, count: foldCount)
      for place in range { counts[place % foldCount] += 1 }
      return counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
    }
    let ofFirst = dealt(0..<firstCount)
    let ofSecond = dealt(firstCount..<labels.count)
    var firstPlace = 0
    var secondPlace = 0
    folds = labels.map { label in
      if label == first {
        firstPlace += 1
        return ofFirst[firstPlace - 1]
      }
      secondPlace += 1
      return ofSecond[secondPlace - 1]
    }
  }
}
