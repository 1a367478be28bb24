import Detection
import Features
import Foundation
import Records
import Testing

@testable import Reporting

/// Small models, fitted to addresses made for the purpose.
enum SampleModel {
  static let mixture = make([.ipv4, .ipv6], .mixture)
  static let kMeans = make([.ipv4, .ipv6], .kMeans)
  static let calibrated = make([.ipv4, .ipv6], .mixture, .falseDiscoveryRate(0.05))
  /// One population, for tests that try every byte.
  static let small = make([.ipv4], .mixture)

  private static func make(
    _ families: [AddressFamily], _ algorithm: ScanOptions.Algorithm,
    _ rule: ThresholdRule = .percentile(4)
  ) -> SavedModel {
    var options = ScanOptions()
    options.threshold = rule
    options.algorithm = algorithm
    options.components = .fixed(2)
    options.restartCount = 1
    options.seed = .max
    options.records.filter = "ip or \"ip6\""
    options.records.since = SampleReport.time(0)
    options.records.depth = .innermost
    let analyzer = PopulationAnalyzer(options: options, threadCount: 1, task: .learn)
    let populations = families.map { family in
      analyzer.population(
        of: (0..<24).map { record($0, family) }, side: .destination, family: family)
    }
    var inputs = SampleReport.inputs
    inputs[0].sha256 = String(repeating: "0a", count: 32)
    let report = ScanReport(
      version: "0.0.0", options: options, inputs: inputs, populations: populations)
    guard let model = SavedModel(report) else {
      preconditionFailure("24 addresses are enough for a model")
    }
    return model
  }

  private static func record(_ index: Int, _ family: AddressFamily) -> AddressRecord {
    let number = UInt64(index % 3 == 0 ? index * 5 : index * 7 + 90)
    let address =
      family == .ipv4
      ? IPAddress(ipv4: 0x0a00_0000 | UInt32(index % 2) << 8 | UInt32(number))
      : IPAddress(family: .ipv6, high: 0x2001_0db8_0000_0000 | UInt64(index % 2), low: number)
    return AddressRecord(
      address: address, firstInput: 0, firstPacket: index + 1, packetCount: 1, byteCount: 60,
      firstTimestamp: nil, lastTimestamp: nil)
  }
}

extension SavedModel {
  fileprivate func isSame(as other: SavedModel) -> Bool {
    version == other.version && options == other.options && inputs == other.inputs
      && populations == other.populations
  }

  fileprivate var fileBytes: [UInt8] {
    get throws { try #require(ModelFile.bytes(of: self)) }
  }
}

@Suite struct ModelFileTests {
  private func refusal(of bytes: [UInt8]) -> InputFailure? {
    do {
      _ = try ModelFile.read(bytes)
      return nil
    } catch {
      return error
    }
  }

  // MARK: Round trip

  @Test(arguments: [
    SampleModel.mixture, SampleModel.kMeans, SampleModel.calibrated, SampleModel.small,
  ])
  func whatIsWrittenReadsAsTheSame(model: SavedModel) throws {
    let bytes = try model.fileBytes
    let read = try ModelFile.read(bytes)
    #expect(read.isSame(as: model))
    #expect(try read.fileBytes == bytes)
    #expect(read.checksum?.utf8.count == 64)
  }

  @Test(
    .enabled(if: SchemaJudge.isInstalled, "no jsonschema for python3 here"),
    arguments: [SampleModel.mixture, SampleModel.kMeans, SampleModel.calibrated])
  func filesFollowTheirSchema(model: SavedModel) throws {
    #expect(try SchemaJudge.misses(model: model.fileBytes) == "")
  }

  @Test func theChecksumIsThatOfTheFileWithZerosInItsPlace() throws {
    let bytes = try SampleModel.small.fileBytes
    let checksum = try #require(try ModelFile.read(bytes).checksum)
    let zeroed = String(decoding: bytes, as: UTF8.self)
      .replacingOccurrences(of: checksum, with: String(repeating: "0", count: 64))
    #expect(SHA256.hexadecimal(of: Array(zeroed.utf8).span) == checksum)
  }

  // MARK: Damage

  @Test func everyChangedByteIsRefused() throws {
    let bytes = try SampleModel.small.fileBytes
    let version = try #require(bytes.firstRange(of: Array("\"schemaVersion\": 1".utf8)))
    for index in bytes.indices {
      let masks: [UInt8] = index < 4096 ? [1, 0x20, 0x80, 0xff] : [UInt8(1 << (index % 8))]
      for mask in masks {
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
    let bytes = try SampleModel.small.fileBytes
    for count in bytes.indices {
      #expect(refusal(of: Array(bytes.prefix(count)))?.class == .badModel, "\(count) bytes")
    }
    for extra: [UInt8] in [[0x0a], [0x20], [0], Array("{}".utf8), bytes] {
      #expect(refusal(of: bytes + extra)?.class == .badModel)
    }
  }

  @Test func whatIsTooLargeIsRefused() {
    let bytes = [UInt8](repeating: 0x20, count: ModelFile.maximumByteCount + 1)
    #expect(refusal(of: bytes)?.class == .badModel)
  }

  // MARK: Documents of others with the right checksum

  /// A member by its path, and what stands there instead; nil takes it away.
  struct Change: CustomTestStringConvertible {
    let path: [String]
    let value: (any Sendable)?
    var failure = InputFailure.Class.badModel

    init(
      _ path: String, _ value: (any Sendable)?, _ failure: InputFailure.Class = .badModel
    ) {
      self.path = path.split(separator: "/").map(String.init)
      self.value = value
      self.failure = failure
    }

    var testDescription: String { path.joined(separator: "/") + " \(value ?? "none")" }

    func apply(to node: Any, _ path: ArraySlice<String>) -> Any {
      guard let step = path.first else { return value ?? NSNull() }
      if var list = node as? [Any], let index = Int(step) {
        list[index] = apply(to: list[index], path.dropFirst())
        return list
      }
      var object = node as? [String: Any] ?? [:]
      let isLast = path.count == 1
      object[step] =
        isLast && value == nil ? nil : apply(to: object[step] ?? NSNull(), path.dropFirst())
      return object
    }
  }

  /// The document with a change, and its checksum taken anew.
  private func resealed(_ model: SavedModel, _ change: Change?) throws -> [UInt8] {
    var root = try JSONSerialization.jsonObject(with: Data(model.fileBytes))
    if let change { root = change.apply(to: root, change.path[...]) }
    var bytes = Array(try JSONSerialization.data(withJSONObject: root))
    let members = try JSONDocument(bytes).root.members()
    guard let checksum = members["checksum"], checksum.range.count == 66 else { return bytes }
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    bytes.replaceSubrange(place, with: ModelSeal.checksum(of: bytes, at: place).utf8)
    return bytes
  }

  /// Else the refusals below would prove nothing.
  @Test(arguments: [
    SampleModel.mixture, SampleModel.kMeans, SampleModel.calibrated, SampleModel.small,
  ])
  func anotherWriterOfTheSameIsRead(model: SavedModel) throws {
    #expect(try ModelFile.read(resealed(model, nil)).isSame(as: model))
  }

  static let changes: [Change] = [
    Change("schema", "ipclust.scan"), Change("schema", nil), Change("schemaVersion", 0),
    Change("schemaVersion", 2, .newerModel), Change("schemaVersion", 999, .newerModel),
    Change("schemaVersion", "1"), Change("checksum", nil), Change("checksum", 7),
    Change("checksum", "00"), Change("extra", 1), Change("receipt", nil),
    Change("receipt/seed", -1), Change("receipt/options/threshold", "percentile:101"),
    Change("receipt/options/components", 0), Change("receipt/options/since", "yesterday"),
    Change("receipt/inputs/0/sha256", "zz"), Change("receipt/inputs/0/byteCount", -1),
    Change("receipt/version", "\u{1b}[31m"), Change("populations", [Int]()),
    Change("populations/0/side", "middle"), Change("populations/0/family", "ipv6", .featureCount),
    Change("populations/0/addressCount", -3), Change("populations/0/encoding/name", "ports"),
    Change("populations/0/encoding/schemaVersion", 2, .newerModel),
    Change("populations/0/encoding/features", ["octet1", "octet2"], .featureCount),
    Change("populations/0/encoding/features", ["octet2", "octet1", "octet3", "octet4"]),
    Change("populations/0/principalComponents/mean", [1.0]),
    Change("populations/0/principalComponents/mean/0", 1e300),
    Change("populations/0/principalComponents/components/0/0", 7),
    Change("populations/0/principalComponents/explainedVariance/0", -1),
    Change("populations/0/model/algorithm", "k-medoids"),
    Change("populations/0/model/algorithm", "k-means"),
    Change("populations/0/model/covarianceType", "round"),
    Change("populations/0/model/componentCount", 3),
    Change("populations/0/model/componentCount", 4_611_686_018_427_387_904),
    Change("populations/0/model/componentCount", 0),
    Change("populations/0/model/weights/0", -0.5), Change("populations/0/model/weights/0", 0.9999),
    Change("populations/0/model/means/0/0", 1e300), Change("populations/0/model/means/0/0", "1"),
    Change("populations/0/model/means/0", [1.0, 2.0]),
    Change("populations/0/model/covariances/0/0/0", 0),
    Change("populations/0/model/covariances/0/0/0", -1),
    Change("populations/0/model/covariances/0/0/1", 1),
    Change("populations/0/model/covariances/0/3/3", 1e300),
    Change("populations/0/model/covariances/0", [[Double]]()),
    Change("populations/0/model/weightConcentrations/0", [1.0]),
    Change("populations/0/model/weightConcentrations/0/0", 0),
    Change("populations/0/model/meanPrecisions/0", -1),
    Change("populations/0/model/degreesOfFreedom/0", 3),
    Change("populations/0/model/didConverge", 1.5),
    Change("populations/0/model/iterationCount", -1),
    Change("populations/0/model/centroids", [[1.0]]),
    Change("populations/0/threshold/rule", "guess"),
    Change("populations/0/threshold/percentile", 101),
    Change("populations/0/threshold/logDensity", 5),
    Change("populations/0/clusters", [Int]()),
    Change("populations/0/clusters/0/name", "a\u{202e}b"),
    Change("populations/0/clusters/0/networks/0/prefix", "10.0.0.0/99"),
    Change("populations/0/clusters/0/networks/0/prefix", "2001:db8::/32"),
    Change("populations/0/clusters/0/memberValues", [[1.0]]),
    Change("populations/0/clusters/0/memberValues/0", [256.0]),
    Change("populations/0/clusters/0/memberValues/0", [1.5]),
    Change("populations/0/clusters/0/memberValues/0", [2.0, 1.0]),
    Change("populations/0/references", [Int]()),
    Change("populations/0/references/0/cluster", 2),
    Change("populations/0/references/0/contributions", [1.0]),
  ]

  @Test(arguments: changes)
  func contentThatMakesNoSenseIsRefused(change: Change) throws {
    let failure = refusal(of: try resealed(SampleModel.small, change))
    #expect(failure?.class == change.failure, "\(failure?.message ?? "read")")
    #expect(failure?.message.isEmpty == false)
  }

  @Test func populationsStandInOrderAndOnce() throws {
    let model = SampleModel.mixture
    for populations in [
      model.populations.reversed(), [model.populations[0], model.populations[0]],
    ] {
      let bytes = try SavedModel(
        version: model.version, options: model.options, inputs: model.inputs,
        populations: Array(populations)
      ).fileBytes
      #expect(refusal(of: bytes)?.class == .badModel)
    }
  }

  @Test func nothingOfTheFileIsHiddenInWhatIsShown() throws {
    var text = ""
    let output = OutputBuffer { block throws(WriteFailure) in
      text += String(decoding: block, as: UTF8.self)
    }
    ModelText.write(
      SampleModel.mixture, path: InputPath("a\u{1b}b"), byteCount: 1, style: TextStyle(), to: output
    )
    ModelJSON.write(SampleModel.kMeans, path: InputPath("a\u{1b}b"), byteCount: 1, to: output)
    try output.finish()
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isHidden })
    #expect(text.contains("Bayesian Gaussian mixture") && text.contains("\"k-means\""))
  }
}
