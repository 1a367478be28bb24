import Learning
import LinearAlgebra

// E01–E17: what comes in.

extension EstimatorLaws {
  func noRows(_ claims: inout LawClaims) throws {
    let none = LawData(Matrix(rowCount: 0, columnCount: 3))
    try refused(none, &claims) {
      if case .tooFewSamples(_, available: 0) = $0 { true } else { false }
    }
    let model = try fit(.blobs())
    claims.claim("no rows have no results", try model.outputs(none.samples).rowCount == 0)
  }

  func oneRow(_ claims: inout LawClaims) throws {
    let data = LawData(rows: [[1, 2, 3]])
    guard subject.facts.requiredRowCount <= 1 else {
      let required = subject.facts.requiredRowCount
      try refused(data, &claims) { $0 == .tooFewSamples(required: required, available: 1) }
      return
    }
    // One row has one label, from which a classifier may have nothing to learn.
    try finite(data, &claims, orRefused: { _ in subject.kind == .classifier })
  }

  func fewerRowsThanNeeded(_ claims: inout LawClaims) throws {
    let required = subject.facts.requiredRowCount
    let rows = (0..<required - 1).map { [Double($0), 1, Double($0 * $0)] }
    try refused(
      LawData(Matrix(rowCount: required - 1, columnCount: 3, elements: rows.flatMap { $0 })),
      &claims
    ) {
      $0 == .tooFewSamples(required: required, available: required - 1)
    }
    var weightless = LawData.noise(featureCount: 3)
    weightless.weights = (0..<weightless.sampleCount).map { $0 < required - 1 ? 1 : 0 }
    try refused(weightless, &claims) {
      $0 == .tooFewSamples(required: required, available: required - 1)
    }
  }

  func otherColumnCount(_ claims: inout LawClaims) throws {
    let model = try fit(.blobs(featureCount: 3))
    for columnCount in [2, 4] {
      let other = LawData.noise(featureCount: columnCount)
      do {
        _ = try model.outputs(other.samples)
        claims.claim("rows of \(columnCount) columns are refused", false)
      } catch {
        claims.claim(
          "both numbers are named, but: \(error)",
          error as? FitError == .featureCount(expected: 3, found: columnCount))
      }
    }
  }

  func unusable(_ value: Double, _ claims: inout LawClaims) throws {
    let data = LawData.blobs()
    let broken = data.replacing(row: 5, column: 1, with: value)
    let expected = FitError.nonFinite(row: 5, column: 1, value: "\(value)")
    try refused(broken, &claims) { $0 == expected }
    do {
      _ = try fit(data).outputs(broken.samples)
      claims.claim("\(value) is refused in prediction", false)
    } catch {
      claims.claim("row and column are named, but: \(error)", error as? FitError == expected)
    }
  }

  func hugeValues(_ claims: inout LawClaims) throws {
    let data = LawData.blobs()
    let isOverflow: (FitError) -> Bool = { if case .overflow = $0 { true } else { false } }
    for value in [1e308, -1e308] {
      let huge = data.replacing(row: 5, column: 1, with: value)
      try finite(huge, &claims, orRefused: isOverflow)
      try finite(data.mappingElements { $0 < 0 ? -value : value }, &claims, orRefused: isOverflow)
      do {
        let outputs = try fit(data).outputs(huge.samples)
        claims.claim("results are finite", outputs.elements.allSatisfy(\.isFinite))
      } catch let error as FitError {
        claims.claim("overflow is said, but: \(error)", isOverflow(error))
      }
    }
    // The largest magnitude whose square sums up is used.
    try finite(data.mappingElements { $0 * 1e140 }, &claims, orRefused: isOverflow)
  }

  func subnormalValues(_ claims: inout LawClaims) throws {
    try finite(
      LawData.noise(featureCount: 3).mappingElements {
        ($0 * 1000).rounded() * .leastNonzeroMagnitude
      }, &claims)
    try finite(LawData.noise(featureCount: 3).mappingElements { $0 * 1e-12 }, &claims)
  }

  func constantColumn(_ claims: inout LawClaims) throws {
    for value in [0.0, 7] {
      var data = LawData.noise(featureCount: 3)
      for row in 0..<data.sampleCount { data.samples[row, 0] = value }
      try finite(data, &claims)
    }
  }

  func identicalRows(_ claims: inout LawClaims) throws {
    let data = LawData(rows: Array(repeating: [10, 0.5, -3], count: 12))
    let model = try fit(data)
    let outputs = try model.outputs(data.samples)
    claims.claim("results are finite", outputs.elements.allSatisfy(\.isFinite))
    claims.claim("equal rows have equal results", Set(outputs.rows).count == 1)
    guard let labels = model.labels else { return }
    claims.claim("equal rows have one label", Set(labels(data.samples)).count == 1)
    // Twenty times each: more clusters than rows that differ.
    let two = LawData(rows: (0..<40).map { $0 % 2 == 0 ? [1, 2, 3] : [4, 4, 4] })
    let labelled = try fit(two).labels?(two.samples) ?? []
    claims.claim("two rows that differ have at most two labels", Set(labelled).count <= 2)
  }

  func collinearColumns(_ claims: inout LawClaims) throws {
    let line = LawData(rows: (0..<24).map { Array(repeating: Double($0), count: 3) })
    try finite(line, &claims)
    var dependent = LawData.noise(featureCount: 3)
    for row in 0..<dependent.sampleCount {
      dependent.samples[row, 2] = 2 * dependent.samples[row, 0] - dependent.samples[row, 1]
    }
    try finite(dependent, &claims)
    // At that scale the regularization of covariances is lost in rounding.
    try finite(
      line.mappingElements { $0 * 1e12 }, &claims, orRefused: { $0 == .degenerate })
  }

  func largeMeanTinySpread(_ claims: inout LawClaims) throws {
    try finite(LawData.noise(featureCount: 3).mappingElements { 1e9 + $0 * 1e-3 }, &claims)
    try finite(LawData.noise(featureCount: 3).mappingElements { ($0 * 9).rounded() + 1e9 }, &claims)
  }

  func otherNumberTypes(_ claims: inout LawClaims) throws {
    let octets = LawData.octets
    let integers = octets.samples.elements.map { UInt8($0) }
    let single = LawData.noise(featureCount: 3).samples.elements.map { Float($0) }
    let cases = [
      (octets, integers.map { Double($0) }),
      (
        LawData.noise(featureCount: 3).mappingElements { Double(Float($0)) },
        single.map { Double($0) }
      ),
    ]
    for (data, elements) in cases {
      var converted = data
      converted.samples = Matrix(
        rowCount: data.sampleCount, columnCount: data.featureCount, elements: elements)
      let model = try fit(data)
      claims.claim("the models are equal", try fit(converted).isEqual(model))
      claims.claim(
        "the results are finite", try model.outputs(data.samples).elements.allSatisfy(\.isFinite))
    }
  }

  func copiedStorage(_ claims: inout LawClaims) throws {
    let data = LawData.blobs()
    // Every other row of a matrix twice as long, and the inner columns of one two columns wider.
    let longer = LawData(Matrix(rows: data.samples.rows.flatMap { [$0, $0.map { $0 + 1 }] }))
    var selected = longer.selecting(stride(from: 0, to: longer.sampleCount, by: 2).map { $0 })
    selected.labels = data.labels
    let wider = data.samples.rows.map { [99] + $0 + [-99] }
    let sliced = LawData(Matrix(rows: wider.map { Array($0[1...3]) }), labels: data.labels)
    let model = try fit(data)
    for copy in [selected, sliced] {
      claims.claim("the models are equal", try fit(copy).isEqual(model))
      claims.claim(
        "the results are equal",
        try model.outputs(copy.samples) == model.outputs(data.samples))
    }
  }

  /// Claims that a fit and its results on the same rows are finite, or refused as may be.
  func finite(
    _ data: LawData, _ claims: inout LawClaims,
    orRefused mayRefuse: (FitError) -> Bool = { _ in false }
  ) throws {
    do {
      let outputs = try fit(data).outputs(data.samples)
      claims.claim("every row has a result", outputs.rowCount == data.sampleCount)
      claims.claim("results are finite", outputs.elements.allSatisfy(\.isFinite))
    } catch let error as FitError {
      claims.claim("rows are not refused as: \(error)", mayRefuse(error))
    }
  }

  private func refused(
    _ data: LawData, _ claims: inout LawClaims, as isExpected: (FitError) -> Bool
  ) throws {
    do {
      _ = try fit(data)
      claims.claim("unusable rows are refused", false)
    } catch let error as FitError {
      claims.claim("unusable rows are not refused as: \(error)", isExpected(error))
    }
  }
}
