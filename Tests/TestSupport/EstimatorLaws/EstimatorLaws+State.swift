import Learning
import LinearAlgebra

// E18–E24: what is kept, and what is not.

extension EstimatorLaws {
  func noUnfittedModel(_ claims: inout LawClaims) throws {
    // A type that is no model has nothing to predict with; the compiler refuses the rest.
    let estimator = try subject.make(LawSettings())
    claims.claim("an estimator is no model", !estimator.isModel)
  }

  func inputIsLeftAlone(_ claims: inout LawClaims) throws {
    let estimator = try subject.make(LawSettings())
    let data = LawData.blobs()
    let copy = LawData(data.samples, labels: data.labels)
    _ = try estimator.fit(data)
    claims.claim("rows are as before", data.samples == copy.samples && data.labels == copy.labels)
    claims.claim(
      "hyper-parameters are as before",
      try subject.make(LawSettings()).parameters == estimator.parameters)
  }

  func invalidHyperparameters(_ claims: inout LawClaims) throws {
    for invalid in subject.facts.invalidHyperparameters {
      do {
        try invalid.make()
        claims.claim("'\(invalid.name)' is refused", false)
      } catch {
        claims.claim(
          "the refusal names '\(invalid.name)', but: \(error)",
          Self.name(of: error) == invalid.name)
      }
    }
  }

  private static func name(of error: any Error) -> String? {
    switch error {
    case let error as InvalidHyperparameter: return error.name
    case FitError.invalidHyperparameter(let error): return error.name
    default: return nil
    }
  }

  func secondFit(_ claims: inout LawClaims) throws {
    let estimator = try subject.make(LawSettings())
    let first = try estimator.fit(.blobs())
    _ = try estimator.fit(.noise(featureCount: 5))
    claims.claim("the second model is the first", try estimator.fit(.blobs()).isEqual(first))
  }

  func copiedEstimator(_ claims: inout LawClaims) throws {
    let estimator = try subject.make(LawSettings())
    let model = try estimator.fit(.blobs())
    let copy = estimator
    claims.claim("hyper-parameters are the same", copy.parameters == estimator.parameters)
    claims.claim("the copy has learned nothing", !copy.isModel)
    claims.claim("the copy fits the same model", try copy.fit(.blobs()).isEqual(model))
  }

  func failedFit(_ claims: inout LawClaims) throws {
    let estimator = try subject.make(LawSettings())
    let data = LawData.blobs()
    let model = try estimator.fit(data)
    let before = try model.outputs(data.samples)
    do {
      _ = try estimator.fit(data.replacing(row: 0, column: 0, with: .nan))
      claims.claim("a fit to NaN fails", false)
    } catch {
      claims.claim("results are as before", try model.outputs(data.samples) == before)
      claims.claim("the estimator still fits", try estimator.fit(data).isEqual(model))
    }
  }

  func learnedState(_ claims: inout LawClaims) throws {
    for featureCount in [1, 3, 5] {
      let model = try fit(.noise(featureCount: featureCount))
      claims.claim("it knows its features", model.featureCount == featureCount)
      guard subject.facts.abilities.contains(.iterations) else { continue }
      claims.claim("it knows its iterations", model.iterationCount ?? 0 >= 1)
    }
  }
}
