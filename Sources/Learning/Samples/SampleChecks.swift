import LinearAlgebra

/// Squares of magnitudes up to here, summed over any number of rows we can hold, stay finite.
private let largestMagnitude = 1e150

/// Checks that a fit to `samples` has the rows it needs and that every element is usable.
func checkSamples(_ samples: Matrix, requiredRowCount: Int) throws(FitError) {
  guard samples.rowCount >= requiredRowCount else {
    throw .tooFewSamples(required: requiredRowCount, available: samples.rowCount)
  }
  for (index, value) in samples.elements.enumerated() {
    let row = index / samples.columnCount
    let column = index % samples.columnCount
    guard value.isFinite else { throw .nonFinite(row: row, column: column, value: "\(value)") }
    guard abs(value) <= largestMagnitude else { throw .overflow(row: row, column: column) }
  }
}
