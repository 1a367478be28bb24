import Learning
import LinearAlgebra

// E39–E43: models that go on learning.

extension EstimatorLaws {
  func chunks(_ claims: inout LawClaims) throws {
    guard let tolerance = subject.facts.chunkTolerance else { return }
    let start = try fit(.blobs())
    let data = LawData.blobs().mappingElements { $0 * 0.9 }
    let whole = try start.updated?(data)
    for chunkSize in [1, 7, 18] {
      var model: LawModel? = start
      for first in stride(from: 0, to: data.sampleCount, by: chunkSize) {
        let chunk = data.selecting(Array(first..<min(first + chunkSize, data.sampleCount)))
        model = try model?.updated?(chunk)
      }
      guard let whole, let model else { continue }
      let expected = try whole.outputs(data.samples).elements
      let difference = zip(try model.outputs(data.samples).elements, expected)
        .reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
      claims.claim(
        "chunks of \(chunkSize) rows differ by \(difference)", difference <= tolerance)
    }
  }

  func chunkOfOtherColumns(_ claims: inout LawClaims) throws {
    let model = try fit(.blobs(featureCount: 3))
    let before = try model.outputs(LawData.blobs().samples)
    for featureCount in [2, 4] {
      do {
        _ = try model.updated?(.noise(featureCount: featureCount))
        claims.claim("a chunk of \(featureCount) columns is refused", false)
      } catch {
        claims.claim(
          "both numbers are named, but: \(error)",
          error as? FitError == .featureCount(expected: 3, found: featureCount))
      }
    }
    claims.claim("the model stays", try model.outputs(LawData.blobs().samples) == before)
  }

  func manyUpdates(_ claims: inout LawClaims) throws {
    let blobs = LawData.blobs()
    // A thousand rows a chunk, a thousand chunks.
    let chunk = blobs.selecting((0..<1_000).map { $0 % blobs.sampleCount })
    var model: LawModel? = try fit(blobs)
    model = try model?.updated?(chunk)
    let size = model.map { "\($0.base)".utf8.count } ?? 0
    for _ in 1..<1_000 { model = try model?.updated?(chunk) }
    guard let model else { return }
    claims.claim(
      "results are finite", try model.outputs(blobs.samples).elements.allSatisfy(\.isFinite))
    // Digits come and go; a model that keeps rows would be a thousand times as large.
    claims.claim("the model is no larger", "\(model.base)".utf8.count <= 2 * size)
  }
}
