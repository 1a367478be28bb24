import Learning
import LinearAlgebra

// E25–E35: what comes out.

extension EstimatorLaws {
  /// Rows on which results are compared: clusters, noise, and octets with equal rows.
  private static let dataSets = [LawData.blobs(), .noise(featureCount: 3), .octets]

  func determinism(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      for seed: UInt64 in [100, 7] {
        let model = try fit(data, LawSettings(seed: seed, threadCount: 1))
        for threadCount in 1...3 {
          let other = try fit(data, LawSettings(seed: seed, threadCount: threadCount))
          claims.claim("seed \(seed), \(threadCount) threads: equal", other.isEqual(model))
        }
      }
    }
  }

  func trainingResults(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      guard let training = try fit(data).training?(data) else { continue }
      claims.claim("as many figures", training.said.count == training.recomputed.count)
      for (said, recomputed) in zip(training.said, training.recomputed) {
        claims.claim(
          "\(said) was said, \(recomputed) predicted",
          abs(said - recomputed) <= 1e-9 * max(1, abs(said)))
      }
    }
  }

  func rowByRow(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let model = try fit(data)
      let together = try model.outputs(data.samples)
      for row in 0..<data.sampleCount {
        let alone = try model.outputs(data.samples.selecting([row]))
        let difference = zip(alone.elements, together.row(row))
          .reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
        claims.claim("row \(row) alone differs by \(difference)", difference <= 1e-7)
      }
    }
  }

  func permutedRows(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let model = try fit(data)
      let outputs = try model.outputs(data.samples)
      var generator = LawGenerator(state: 5)
      let reversed = Array((0..<data.sampleCount).reversed())
      for order in [reversed, reversed.shuffled(using: &generator)] {
        let permuted = try model.outputs(data.samples.selecting(order))
        claims.claim("results are permuted alike", permuted == outputs.selecting(order))
        if let labels = model.labels {
          let expected = labels(data.samples)
          claims.claim(
            "labels are permuted alike",
            labels(data.samples.selecting(order)) == order.map { expected[$0] })
        }
      }
    }
  }

  func labels(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let labels = try fit(data).labels?(data.samples) ?? []
      claims.claim("every row has a label", labels.count == data.sampleCount)
      let count = subject.facts.clusterCount ?? (labels.max() ?? 0) + 1
      claims.claim("labels are below \(count)", labels.allSatisfy { $0 >= -1 && $0 < count })
    }
    let blobs = LawData.blobs()
    let used = Set(try fit(blobs).labels?(blobs.samples) ?? []).subtracting([-1])
    let count = min(subject.facts.clusterCount ?? used.count, 3)
    claims.claim("labels from 0 to \(count - 1) are used", used == Set(0..<count))
  }

  func probabilities(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let model = try fit(data)
      guard let probabilities = model.probabilities?(data.samples) else { continue }
      for row in 0..<data.sampleCount {
        let shares = probabilities.row(row)
        claims.claim("shares lie in 0 … 1", shares.allSatisfy { $0 >= 0 && $0 <= 1 })
        claims.claim("shares sum to 1", abs(shares.reduce(0, +) - 1) <= 1e-9)
      }
      guard let labels = model.labels?(data.samples) else { continue }
      for (row, label) in labels.enumerated() {
        let shares = probabilities.row(row)
        claims.claim("the largest share decides", shares[label] == shares.max())
      }
    }
  }

  func decisions(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let model = try fit(data)
      guard let decisions = model.decisions?(data.samples) else { continue }
      let scores = try model.outputs(data.samples).elements
      for (row, isOutlier) in decisions.isOutlier.enumerated() {
        // Scores grow with strangeness, decisions with ordinariness.
        let decision = -scores[row] - decisions.offset
        claims.claim("row \(row): decision \(decision)", (decision < 0) == isOutlier)
      }
    }
  }

  func contamination(_ claims: inout LawClaims) throws {
    guard let contaminated = subject.facts.contaminated else { return }
    let data = LawData.noise(featureCount: 3, sampleCount: 200)
    for share in [0.05, 0.1, 0.25] {
      let model = try contaminated(share, LawSettings()).fit(data)
      guard let flagged = model.decisions?(data.samples).isOutlier.count(where: { $0 }) else {
        continue
      }
      let scores = try model.outputs(data.samples).elements
      let asked = share * Double(data.sampleCount)
      // Rows that tie with another may fall on either side together.
      let tieCount = scores.count - Set(scores).count
      claims.claim(
        "\(flagged) rows are flagged, \(asked) were asked for",
        abs(Double(flagged) - asked) <= Double(1 + tieCount))
    }
  }

  func inverseTransform(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      let model = try fit(data)
      guard let restored = try model.inverse?(model.outputs(data.samples)) else { continue }
      for (value, expected) in zip(restored.elements, data.samples.elements) {
        claims.claim(
          "\(expected) comes back as \(value)",
          abs(value - expected) <= 1e-9 * max(1, abs(expected)))
      }
    }
  }

  func blobs(_ claims: inout LawClaims) throws {
    for featureCount in [3, 6] {
      // With 12 rows a cluster and 6 features two clusters in one have the higher bound.
      let data = LawData.blobs(featureCount: featureCount, sampleCount: 108)
      let model = try fit(data)
      if let labels = model.labels {
        let index = adjustedRandIndex(labels(data.samples), LawData.blobIndices(data.sampleCount))
        claims.claim("adjusted Rand index above 0.9, but \(index)", index > 0.9)
      }
      let stranger = Matrix(rows: [Array(repeating: -60, count: featureCount)])
      let scores = try model.outputs(data.samples).elements
      switch subject.kind {
      case .classifier:
        let positive = data.labels.indices.filter { data.labels[$0] }.map { scores[$0] }
        let negative = data.labels.indices.filter { !data.labels[$0] }.map { scores[$0] }
        claims.claim(
          "positive rows score higher than negative ones",
          positive.min() ?? -.infinity > negative.max() ?? .infinity)
      case .detector:
        let score = try model.outputs(stranger).elements[0]
        claims.claim("a stranger scores highest", score > scores.max() ?? .infinity)
      case .transformer:
        break
      }
    }
  }

  func weights(_ claims: inout LawClaims) throws {
    for data in Self.dataSets {
      // Three rows alike, so that every cluster and both classes have rows of every weight.
      let counts = (0..<data.sampleCount).map { $0 / 3 % 3 }
      let repeated = data.selecting(
        counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) })
      var weighted = data
      weighted.weights = counts.map(Double.init)
      let model = try fit(weighted)
      claims.claim("weights equal repeated rows", try fit(repeated).isEqual(model))
      let estimator = try subject.make(LawSettings())
      if !estimator.dependsOnRowOrder {
        let reversed = repeated.selecting(Array((0..<repeated.sampleCount).reversed()))
        claims.claim("the order of rows does not matter", try fit(reversed).isEqual(model))
      }
      var ones = data
      ones.weights = counts.map { _ in 1 }
      claims.claim("weight 1 is no weight", try fit(ones).isEqual(fit(data)))
    }
    var broken = LawData.blobs()
    for weight in [-1, .nan, .infinity] {
      broken.weights = (0..<broken.sampleCount).map { $0 == 4 ? weight : 1 }
      do {
        _ = try fit(broken)
        claims.claim("a weight of \(weight) is refused", false)
      } catch {
        claims.claim(
          "the row is named, but: \(error)",
          error as? FitError == .invalidWeight(row: 4, value: "\(weight)"))
      }
    }
  }
}
