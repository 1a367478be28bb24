import LinearAlgebra

/// w · x + b of every row, `[sampleCount]`, each summed in the same order wherever it stands.
///
/// - Parameters:
///   - samples: `[sampleCount × featureCount]`.
///   - coefficients: w, `[featureCount]`.
///   - intercept: b.
func margins(of samples: Matrix, coefficients: [Double], intercept: Double) -> [Double] {
  precondition(
    samples.columnCount == coefficients.count, "samples have the features of the model")
  let featureCount = coefficients.count
  let laneCount = 4
  let laneEnd = featureCount - featureCount % laneCount
  return samples.elements.withUnsafeBufferPointer { elements in
    coefficients.withUnsafeBufferPointer { coefficients in
      (0..<samples.rowCount).map { row in
        let start = row * featureCount
        var sums = SIMD4<Double>(repeating: 0)
        for column in stride(from: 0, to: laneEnd, by: laneCount) {
          let x = SIMD4(
            elements[start + column], elements[start + column + 1],
            elements[start + column + 2], elements[start + column + 3])
          let w = SIMD4(
            coefficients[column], coefficients[column + 1],
            coefficients[column + 2], coefficients[column + 3])
          sums += x * w
        }
        var sum = (sums[0] + sums[2]) + (sums[1] + sums[3])
        for column in laneEnd..<featureCount {
          sum += elements[start + column] * coefficients[column]
        }
        return sum + intercept
      }
    }
  }
}

/// 1 / (1 + e⁻ᶻ) of every element.
func logistic(_ values: [Double]) -> [Double] {
  var result: [Double] = []
  result.reserveCapacity(values.count)
  var lanes = Lanes(repeating: 0)
  for start in stride(from: 0, to: values.count, by: Lanes.scalarCount) {
    let count = min(Lanes.scalarCount, values.count - start)
    for lane in 0..<count { lanes[lane] = values[start + lane] }
    let probabilities = 1 / (1 + exponential(-lanes))
    for lane in 0..<count { result.append(probabilities[lane]) }
  }
  return result
}

/// log(1 + e⁻ᶻ) of each lane, the log loss at margin z.
@inline(__always)
func logisticLoss(_ margin: Lanes) -> Lanes {
  let magnitude = margin.replacing(with: -margin, where: margin .< 0)
  let small = exponentialOfNonpositive(-magnitude)
  // Adding a tiny number to 1 would lose it; its series does not.
  let series = small * (1 - small * (0.5 - small * (1.0 / 3)))
  let loss = logarithm(1 + small).replacing(with: series, where: small .< 1e-5)
  return loss - margin.replacing(with: 0, where: margin .> 0)
}
