import Detection
import Features
import Foundation
import Learning
import Records
import Testing

@testable import Reporting

extension SavedLoginModel {
  fileprivate var fileBytes: [UInt8] {
    get throws { try #require(LoginModelFile.bytes(of: self)) }
  }

  /// The same but for the checksum, which a model has once it was in a file.
  fileprivate func isSame(as other: SavedLoginModel) -> Bool {
    schema == other.schema && periodSeconds == other.periodSeconds
      && parameters == other.parameters && seed == other.seed && lessons == other.lessons
      && model == other.model
  }
}

@Suite struct LoginModelFileTests {
  private func refusal(of bytes: [UInt8]) -> InputFailure? {
    do {
      _ = try LoginModelFile.read(bytes)
      return nil
    } catch {
      return error
    }
  }

  // MARK: Round trip

  @Test(arguments: LoginClassifierName.allCases)
  func whatIsWrittenReadsAsTheSame(name: LoginClassifierName) throws {
    let model = SampleLoginModel.make(name)
    let bytes = try model.fileBytes
    let read = try LoginModelFile.read(bytes)
    #expect(read.isSame(as: model))
    #expect(try read.fileBytes == bytes)
    // The scores too, bit for bit.
    let samples = SampleLoginModel.samples
    #expect(read.model.scores(of: samples) == model.model.scores(of: samples))
  }

  @Test(arguments: [
    ("loss", "modified-huber"), ("loss", "hinge"), ("penalty", "elastic-net"), ("penalty", "none"),
    ("penalty", "l1"), ("learning-rate", "constant"), ("learning-rate", "optimal"),
    ("learning-rate", "inverse"), ("average", "never"), ("class-weight", "balanced"),
    ("class-weight", "3"),
  ])
  func everyConfigurationOfGradientDescentReadsAsTheSame(name: String, value: String) throws {
    let model = SampleLoginModel.make(.sgd, [LoginParameter(name: name, value: value)])
    #expect(try LoginModelFile.read(model.fileBytes).isSame(as: model))
  }

  @Test(
    .enabled(if: SchemaJudge.isInstalled, "no jsonschema for python3 here"),
    arguments: LoginClassifierName.allCases)
  func filesFollowTheirSchema(name: LoginClassifierName) throws {
    let bytes = try SampleLoginModel.make(name).fileBytes
    #expect(try SchemaJudge.misses([("logins-model", bytes)]) == "")
  }

  @Test func aModelThatWasReadLearnsOnAsIfItHadNeverBeenAway() throws {
    let model = SampleLoginModel.online
    let read = try LoginModelFile.read(model.fileBytes)
    let samples = SampleLoginModel.samples
    let labels = try #require(samples.labels)
    #expect(
      try read.model.updated(with: samples, labels: labels)
        == model.model.updated(with: samples, labels: labels))
  }

  // MARK: Damage

  @Test func everyChangedByteIsRefused() throws {
    let bytes = try SampleLoginModel.small.fileBytes
    let version = try #require(bytes.firstRange(of: Array("\"schemaVersion\": 1".utf8)))
    for index in bytes.indices {
      for mask: UInt8 in [1, 0x20, 0x80, 0xff] {
        var changed = bytes
        changed[index] ^= mask
        #expect(refusal(of: changed)?.class == .badModel, "byte \(index) ^ \(mask)")
      }
    }
    // A later version is believed to be one, since nobody knows how it takes its checksum.
    for digit in UInt8(ascii: "2")...UInt8(ascii: "9") {
      var changed = bytes
      changed[version.upperBound - 1] = digit
      #expect(refusal(of: changed)?.class == .newerModel)
    }
  }

  @Test func everyCutIsRefused() throws {
    let bytes = try SampleLoginModel.online.fileBytes
    for count in bytes.indices {
      #expect(refusal(of: Array(bytes.prefix(count)))?.class == .badModel, "\(count) bytes")
    }
    for extra: [UInt8] in [[0x0a], [0x20], [0], Array("{}".utf8), bytes] {
      #expect(refusal(of: bytes + extra)?.class == .badModel)
    }
  }

  @Test func aModelOfAScanIsNoneOfLoginsAndTheOtherWayRound() throws {
    let scan = try #require(ModelFile.bytes(of: SampleModel.small))
    let logins = try SampleLoginModel.small.fileBytes
    let scanWords = "a model of a scan's clusters made by 'ipclust scan --save-model'"
    let loginWords = "a login model made by 'ipclust logins train'"
    #expect(
      refusal(of: scan)
        == InputFailure(
          .badModel, "expected \(loginWords), but found \(scanWords); name another file"))
    #expect(
      throws: InputFailure(
        .badModel, "expected \(scanWords), but found \(loginWords); name another file")
    ) { try ModelFile.read(logins) }
    for bytes in [scan, logins] { #expect(throws: Never.self) { try AnySavedModel.read(bytes) } }
  }

  // MARK: Documents of others with the right checksum

  /// The document with a member changed, by its path, and its checksum taken anew.
  private func resealed(
    _ model: SavedLoginModel, _ change: ModelFileTests.Change?
  ) throws -> [UInt8] {
    var root = try JSONSerialization.jsonObject(with: Data(model.fileBytes))
    if let change { root = change.apply(to: root, change.path[...]) }
    var bytes = Array(try JSONSerialization.data(withJSONObject: root))
    let members = try JSONDocument(bytes).root.members()
    guard let checksum = members["checksum"], checksum.range.count == 66 else { return bytes }
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    bytes.replaceSubrange(place, with: ModelSeal.checksum(of: bytes, at: place).utf8)
    return bytes
  }

  /// The file with a part of its text replaced wherever it stands, and its checksum taken anew.
  private func resealed(
    _ model: SavedLoginModel, _ pattern: Regex<Substring>, _ change: (Substring) -> String
  ) throws -> [UInt8] {
    let text = String(decoding: try model.fileBytes, as: UTF8.self)
    let changed = text.replacing(pattern) { change($0.output) }
    try #require(changed != text)
    var bytes = Array(changed.utf8)
    let mark = try #require(bytes.firstRange(of: Array("\"checksum\": \"".utf8)))
    let place = mark.upperBound..<mark.upperBound + 64
    bytes.replaceSubrange(place, with: ModelSeal.checksum(of: bytes, at: place).utf8)
    return bytes
  }

  /// Each would be damage that no checksum shows, for it is taken of the damaged bytes.
  @Test(arguments: LoginClassifierName.allCases)
  func documentsThatAreNoSoundJSONAreRefused(name: LoginClassifierName) throws {
    let model = SampleLoginModel.make(name)
    let mean = #/"means": ?\[[^,\]]+/#
    func first(_ change: @escaping (Substring) -> String) -> (Substring) -> String {
      { "\"means\": [" + change($0[($0.firstIndex(of: "[") ?? $0.startIndex)...].dropFirst()) }
    }
    let nesting = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let damages: [(what: String, bytes: [UInt8])] = [
      ("a member twice", try resealed(model, #/"receipt":/#) { "\($0) 1, \($0)" }),
      ("a word for a number", try resealed(model, mean, first { _ in "NaN" })),
      ("an infinite word", try resealed(model, mean, first { _ in "-Infinity" })),
      ("a number beyond doubles", try resealed(model, mean, first { _ in "1e999" })),
      ("a number in quotes", try resealed(model, mean, first { "\"\($0)\"" })),
      ("a list in place of a number", try resealed(model, mean, first { "[\($0)]" })),
      ("deep nesting", try resealed(model, mean, first { _ in nesting })),
      ("a comma too many", try resealed(model, #/"receipt":/#) { ", \($0)" }),
      ("a comment", try resealed(model, #/"receipt":/#) { "/* */ \($0)" }),
    ]
    for (what, bytes) in damages {
      #expect(refusal(of: bytes)?.class == .badModel, "\(what)")
    }
    let spaced = try resealed(model, #/"receipt":/#) { "\n  \($0)" }
    #expect(try LoginModelFile.read(spaced).isSame(as: model))
  }

  /// The same bytes in other wrappings.
  @Test(arguments: LoginClassifierName.allCases)
  func wrappedFilesAreRefused(name: LoginClassifierName) throws {
    let bytes = try SampleLoginModel.make(name).fileBytes
    var wide: [UInt8] = [0xff, 0xfe]
    for byte in bytes { wide += [byte, 0] }
    let marks: [[UInt8]] = [[0xef, 0xbb, 0xbf], [0x1f, 0x8b, 8, 0], [0], [0x5b]]
    var files = [wide, [0x5b] + bytes + [0x5d]]
    for mark in marks { files.append(mark + bytes) }
    for wrapped in files {
      #expect(refusal(of: wrapped)?.class == .badModel, "\(wrapped.prefix(4))")
    }
  }

  /// One byte in a hundred, for the files are long; `small` is tried byte by byte.
  @Test(arguments: LoginClassifierName.allCases)
  func changesAndCutsOfEveryClassifierAreRefused(name: LoginClassifierName) throws {
    let bytes = try SampleLoginModel.make(name).fileBytes
    for index in stride(from: bytes.count - 1, to: 0, by: -max(1, bytes.count / 97)) {
      var changed = bytes
      changed[index] ^= 1
      let failure = refusal(of: changed)?.class
      #expect(failure == .badModel || failure == .newerModel, "byte \(index)")
      #expect(refusal(of: Array(bytes.prefix(index)))?.class == .badModel, "\(index) bytes")
    }
  }

  /// Else the refusals below would prove nothing.
  @Test(arguments: LoginClassifierName.allCases)
  func anotherWriterOfTheSameIsRead(name: LoginClassifierName) throws {
    let model = SampleLoginModel.make(name)
    #expect(try LoginModelFile.read(resealed(model, nil)).isSame(as: model))
  }

  /// Models of earlier versions did not tell the times of their rows.
  @Test func lessonsWithoutTimesOfRowsAreRead() throws {
    let model = SampleLoginModel.small
    #expect(model.lessons[0].rowTimes != nil)
    let old = try resealed(model, #/\n *"rows(?:From|To)": "[^"]*",/#) { _ in "" }
    let read = try LoginModelFile.read(old)
    #expect(read.lessons[0].rowTimes == nil && read.model == model.model)
    #expect(try read.fileBytes == old)
  }

  typealias Change = ModelFileTests.Change

  static let commonChanges: [Change] = [
    Change("schema", "ipclust.model"), Change("schema", nil),
    Change("schemaVersion", 2, .newerModel), Change("schemaVersion", 0),
    Change("checksum", "00"), Change("extra", 1), Change("receipt", nil),
    Change("receipt/classifier", "sgd"), Change("receipt/classifier", "svm"),
    Change("receipt/seed", -1), Change("receipt/periodSeconds", 0),
    Change("receipt/periodSeconds", 7), Change("receipt/periodSeconds", 172_800),
    Change("receipt/lessons", [Int]()), Change("receipt/lessons/0/attackCount", 1_000_000),
    Change("receipt/lessons/0/version", "\u{1b}[31m"),
    Change("receipt/lessons/0/from", "yesterday"),
    Change("receipt/lessons/0/rowsFrom", "yesterday"), Change("receipt/lessons/0/rowsFrom", nil),
    Change("receipt/lessons/0/rowsTo", nil),
    Change("receipt/lessons/0/rowsTo", "2025-01-05T00:00:00Z"),
    Change("receipt/lessons/0/inputs/0/sha256", "zz"),
    Change("features", nil), Change("features/name", "logins-other"),
    Change("features/schemaVersion", 2, .newerModel),
    Change("features/features", ["usernames_with_failures"], .featureCount),
    Change("features/features/1", "hour_0"), Change("scaler/means", [1.0]),
    Change("scaler/variances/0", -1), Change("scaler/totalWeight", 0),
    Change("scaler/means/0", 1e300), Change("scaler/variances/0", 1e-300),
    Change("scaler/means/0", "1"), Change("classifier/name", "naive-bayes"),
    Change("classifier/positiveShare", 1.5), Change("classifier/strategy", "guess"),
  ]

  @Test(arguments: commonChanges)
  func contentThatMakesNoSenseIsRefused(change: Change) throws {
    let failure = refusal(of: try resealed(SampleLoginModel.small, change))
    #expect(failure?.class == change.failure, "\(failure?.message ?? "read")")
    #expect(failure?.message.isEmpty == false)
  }

  static let onlineChanges: [Change] = [
    Change("classifier/configuration/loss", "square"),
    Change("classifier/configuration/alpha", -1),
    Change("classifier/configuration/penalty", "l3"),
    Change("classifier/configuration/learningRate", "fast"),
    Change("classifier/configuration/initialRate", 0),
    Change("classifier/configuration/averagingStart", 0),
    Change("classifier/configuration/classWeight", "given"),
    Change("classifier/configuration/maximumEpochCount", -1),
    Change("classifier/state/coefficients", [0.5]),
    Change("classifier/state/averagedStepCount", -1),
    Change("classifier/state/stepCount", 0), Change("classifier/negativeFactor", 0),
    Change("classifier/positiveFactor", nil), Change("classifier/didConverge", 1),
    Change("classifier/state/coefficients/3", nil),
    Change("classifier/state/coefficients/3", 1e300), Change("classifier/state/intercept", -1e300),
  ]

  @Test(arguments: onlineChanges)
  func onlineStatesThatMakeNoSenseAreRefused(change: Change) throws {
    let failure = refusal(of: try resealed(SampleLoginModel.online, change))
    #expect(failure?.class == .badModel, "\(failure?.message ?? "read")")
  }

  static let forestChanges: [Change] = [
    Change("classifier/trees", [Int]()), Change("classifier/trees/0/features/0", 32),
    Change("classifier/trees/0/features/0", -2), Change("classifier/trees/0/leftChildren/0", 0),
    Change("classifier/trees/0/leftChildren/0", 1_000_000),
    Change("classifier/trees/0/thresholds", [1.0, 2.0]),
    Change("classifier/trees/0/positiveShares/0", 2),
    Change("classifier/trees/0/leftChildren", [Int]()),
    Change("classifier/trees/0/features", [Int]()),
  ]

  @Test(arguments: forestChanges)
  func treesThatMakeNoSenseAreRefused(change: Change) throws {
    let failure = refusal(of: try resealed(SampleLoginModel.forest, change))
    #expect(failure?.class == .badModel, "\(failure?.message ?? "read")")
  }

  @Test func nothingOfTheFileIsHiddenInWhatIsShown() throws {
    let text = try rendered { output in
      for model in SampleLoginModel.all {
        LoginModelText.write(
          model, path: InputPath("a\u{1b}b"), byteCount: 1, style: TextStyle(), to: output)
        LoginModelText.writeJSON(model, path: InputPath("a\u{1b}b"), byteCount: 1, to: output)
      }
    }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHidden })
    #expect(text.contains("Logistic regression") && text.contains("\"logistic-regression\""))
  }
}
