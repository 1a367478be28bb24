import Detection
import Features
import Foundation
import Learning
import LinearAlgebra
import Records
import TestSupport
import Testing

@testable import Reporting

/// E36–E38 of the estimator laws, for every subject that says its models can be saved.
@Suite struct ModelFileLawsTests {
  /// A saved model that holds the subject, and what the subject predicts by it.
  private struct Sample: Sendable {
    let model: SavedModel
    let outputs: @Sendable (SavedModel) throws -> [Double]
  }

  private static let samples: [String: Sample] = [
    "Bayesian mixture, full": Sample(model: SampleModel.mixture, outputs: scores),
    "k-means": Sample(model: SampleModel.kMeans, outputs: scores),
    "PCA": Sample(model: SampleModel.mixture, outputs: projections),
  ]

  @Test(arguments: ModelFileLaws<SavedModel>.subjectNames)
  func aSavedModelPredictsTheSame(subject: String) throws {
    try expectGreen(laws(subject).savedModel())
  }

  @Test(arguments: ModelFileLaws<SavedModel>.subjectNames)
  func everyDamagedCopyIsRefused(subject: String) throws {
    try expectGreen(
      laws(subject).damagedModel {
        // A changed digit of the version may ask for a later program.
        let failure = ($0 as? InputFailure)?.class
        return failure == .badModel || failure == .newerModel
      })
  }

  @Test(arguments: ModelFileLaws<SavedModel>.subjectNames)
  func aModelOfOtherFeaturesIsRefused(subject: String) throws {
    let bytes = try Self.bytes(of: try #require(Self.samples[subject]).model)
    let text = String(decoding: bytes, as: UTF8.self)
    let fewer = text.replacing("\"octet1\",\"octet2\",", with: "")
    #expect(fewer != text)
    try expectGreen(
      laws(subject).modelOfOtherFeatures(resealed(Array(fewer.utf8))) {
        ($0 as? InputFailure)?.class == .featureCount
      })
  }

  private func laws(_ subject: String) throws -> ModelFileLaws<SavedModel> {
    let sample = try #require(Self.samples[subject])
    return ModelFileLaws(
      sample.model, write: Self.bytes, read: { try ModelFile.read($0) }, outputs: sample.outputs)
  }

  private func expectGreen(
    _ verdict: LawVerdict, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    guard case .holds = verdict else {
      Issue.record("\(verdict)", sourceLocation: sourceLocation)
      return
    }
  }

  private func resealed(_ document: [UInt8]) throws -> [UInt8] {
    var bytes = document
    let checksum = try #require(try JSONDocument(bytes).root.members()["checksum"])
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    bytes.replaceSubrange(place, with: ModelSeal.checksum(of: bytes, at: place).utf8)
    return bytes
  }

  private static func bytes(of model: SavedModel) throws -> [UInt8] {
    try #require(ModelFile.bytes(of: model))
  }

  @Sendable private static func scores(_ model: SavedModel) -> [Double] {
    model.populations.flatMap { population in
      let samples = rows(featureCount: population.schema.features.count)
      return switch population.model {
      case .mixture(let mixture): mixture.anomalyScores(of: samples)
      case .kMeans(let kMeans): kMeans.anomalyScores(of: samples)
      }
    }
  }

  @Sendable private static func projections(_ model: SavedModel) -> [Double] {
    model.populations.flatMap { population in
      let samples = rows(featureCount: population.schema.features.count)
      return population.principalComponents.projections(of: samples).elements
    }
  }

  private static func rows(featureCount: Int) -> Matrix {
    Matrix(
      rows: (0..<20).map { (row: Int) -> [Double] in
        (0..<featureCount).map { (column: Int) -> Double in Double((row * 37 + column * 11) % 256) }
      })
  }
}
