import LinearAlgebra

/// The distinct rows of a labelled data set in lexicographic order, with their summed weights in
/// each class.
///
/// Fits to these do not see the order of rows, and a row of weight 2 is the same row twice, bit for
/// bit. Rows of weight 0 are absent.
struct LabelledSamples: Sendable {
  /// `[rowCount × featureCount]`.
  let rows: Matrix
  /// `[rowCount]`, at least 0.
  let negativeWeights: [Double]
  /// `[rowCount]`, at least 0; one of both is positive.
  let positiveWeights: [Double]
  let totalNegativeWeight: Double
  let totalPositiveWeight: Double

  /// Checks the rows, the labels and the weights, and that both classes are there.
  init(_ samples: Matrix, labels: [Bool], weights: [Double]?) throws(FitError) {
    try checkLabelledSamples(samples, labels, weights)
    let groups = RowGroups(samples)
    func sums(ofClass isPositive: Bool) -> [Double] {
      groups.sums(of: labels.indices.map { labels[$0] == isPositive ? weights?[$0] ?? 1 : 0 })
    }
    let negative = sums(ofClass: false)
    let positive = sums(ofClass: true)
    let present = groups.firstRows.indices.filter { negative[$0] > 0 || positive[$0] > 0 }
    let rows = samples.selecting(present.map { groups.firstRows[$0] })
    let order = RowOrder.lexicographic(
      Array(present.indices), of: rows.elements, columnCount: rows.columnCount)
    self.rows = rows.selecting(order)
    negativeWeights = order.map { negative[present[$0]] }
    positiveWeights = order.map { positive[present[$0]] }
    totalNegativeWeight = negativeWeights.reduce(0, +)
    totalPositiveWeight = positiveWeights.reduce(0, +)
  }

  var rowCount: Int { rows.rowCount }
  var featureCount: Int { rows.columnCount }
  var totalWeight: Double { totalNegativeWeight + totalPositiveWeight }
}

/// Checks that rows, labels and weights are usable, and that both classes have weight.
func checkLabelledSamples(
  _ samples: Matrix, _ labels: [Bool], _ weights: [Double]?
) throws(FitError) {
  try checkSamples(samples, weights, requiredRowCount: 2)
  try checkLabels(labels, weights, rowCount: samples.rowCount)
}

/// The same, by looking at each distinct row once.
func checkLabelledSamples(
  _ samples: GroupedSamples, _ labels: [Bool], _ weights: [Double]?
) throws(FitError) {
  try checkSamples(samples, weights, requiredRowCount: 2)
  try checkLabels(labels, weights, rowCount: samples.sampleCount)
}

private func checkLabels(
  _ labels: [Bool], _ weights: [Double]?, rowCount: Int
) throws(FitError) {
  guard labels.count == rowCount else {
    throw .labelCount(expected: rowCount, found: labels.count)
  }
  for isPositive in [true, false] {
    let isThere = labels.indices.contains { labels[$0] == isPositive && weights?[$0] ?? 1 > 0 }
    guard isThere else { throw .oneClass(isPositive: !isPositive) }
  }
}
