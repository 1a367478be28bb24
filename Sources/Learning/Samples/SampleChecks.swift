import LinearAlgebra

/// Squares of magnitudes up to here, summed over any number of rows we can hold, stay finite.
private let largestMagnitude = 1e150

/// Checks that a fit to `samples` has the rows it needs, and that every element and every weight is
/// usable.
///
/// A row of weight 2 counts as two rows and a row of weight 0 as none, as everywhere.
func checkSamples(
  _ samples: Matrix, _ weights: [Double]?, requiredRowCount: Int
) throws(FitError) {
  try checkCount(samples.rowCount, weights, requiredRowCount: requiredRowCount)
  try checkElements(samples)
}

/// The same, by looking at each distinct row once.
func checkSamples(
  _ samples: GroupedSamples, _ weights: [Double]?, requiredRowCount: Int
) throws(FitError) {
  try checkCount(samples.sampleCount, weights, requiredRowCount: requiredRowCount)
  // The first sample that is unusable is told by its own number.
  if !samples.rows.elements.allSatisfy(isUsable) { try checkElements(samples.ungrouped) }
}

private func checkCount(
  _ rowCount: Int, _ weights: [Double]?, requiredRowCount: Int
) throws(FitError) {
  if let weights { try checkWeights(weights, rowCount: rowCount) }
  let available = effectiveRowCount(rowCount, weights)
  guard available >= requiredRowCount else {
    throw .tooFewSamples(required: requiredRowCount, available: available)
  }
}

/// Rows that weigh anything, or their whole weight where that is more.
private func effectiveRowCount(_ rowCount: Int, _ weights: [Double]?) -> Int {
  guard let weights else { return rowCount }
  var presentCount = 0
  var total = 0.0
  for weight in weights where weight > 0 {
    presentCount += 1
    total += weight
  }
  // Beyond 2⁵³ a double counts no longer, and no fit needs so many rows.
  return max(presentCount, Int(min(total, 0x1p53)))
}

private func checkWeights(_ weights: [Double], rowCount: Int) throws(FitError) {
  guard weights.count == rowCount else {
    throw .weightCount(expected: rowCount, found: weights.count)
  }
  for (row, weight) in weights.enumerated() {
    guard weight >= 0, weight <= largestMagnitude else {
      throw .invalidWeight(row: row, value: "\(weight)")
    }
  }
}

/// Whether an element and its square are finite.
@inline(__always)
func isUsable(_ element: Double) -> Bool { abs(element) <= largestMagnitude }

/// Checks that every element is finite and that its square is.
func checkElements(_ samples: Matrix) throws(FitError) {
  // What is no number is not within either.
  guard let index = samples.elements.firstIndex(where: { !isUsable($0) }) else {
    return
  }
  let row = index / samples.columnCount
  let column = index % samples.columnCount
  let value = samples.elements[index]
  guard value.isFinite else { throw .nonFinite(row: row, column: column, value: "\(value)") }
  throw .overflow(row: row, column: column)
}

/// Checks that rows to be scored have the features of a model and that every element is usable.
func checkFeatures(_ samples: Matrix, featureCount: Int) throws(FitError) {
  guard samples.columnCount == featureCount else {
    throw .featureCount(expected: featureCount, found: samples.columnCount)
  }
  try checkElements(samples)
}
