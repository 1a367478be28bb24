import LinearAlgebra

/// Squares of magnitudes up to here, summed over any number of rows we can hold, stay finite.
private let largestMagnitude = 1e150

/// Checks that a fit to `samples` has the rows it needs, and that every element and every weight is
/// usable.
func checkSamples(
  _ samples: Matrix, _ weights: [Double]?, requiredRowCount: Int
) throws(FitError) {
  guard samples.rowCount >= requiredRowCount else {
    throw .tooFewSamples(required: requiredRowCount, available: samples.rowCount)
  }
  try checkElements(samples)
  guard let weights else { return }
  guard weights.count == samples.rowCount else {
    throw .weightCount(expected: samples.rowCount, found: weights.count)
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
