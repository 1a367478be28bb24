import Detection
import Features
import Records

extension ModelFile {
  /// Reads a document that claims to be a model, and believes nothing of it.
  ///
  /// - Throws: `newer-model` where it says that it is of a later version, `feature-count` where it
  ///   makes other numbers of an address than this program, else `bad-model`.
  public static func read(_ bytes: [UInt8]) throws(InputFailure) -> SavedModel {
    guard !bytes.isEmpty else { throw damage("expected a model, but the file is empty") }
    guard bytes.count <= maximumByteCount else {
      throw damage("expected a model of at most \(maximumByteCount) bytes, but found more")
    }
    let envelope = try checked { () throws(JSONFault) -> Envelope in
      try Envelope(JSONDocument(bytes).root)
    }
    guard envelope.schema == schema, envelope.schemaVersion >= 1 else {
      throw damage("expected a model of ipclust, but this is another document")
    }
    // Before the checksum, which a later version may take in another way.
    guard envelope.schemaVersion == schemaVersion else {
      throw newer("schema version \(schemaVersion)", found: "\(envelope.schemaVersion)")
    }
    let (checksum, populations) = try checked {
      () throws(JSONFault) -> (JSONElement, [JSONElement]) in
      (
        try envelope.member("checksum"),
        try envelope.member("populations").elements(atMost: ModelReader.largestPopulationCount)
      )
    }
    guard (try? checksum.string())?.utf8.count == checksumPlace.utf8.count,
      checksum.range.count == checksumPlace.utf8.count + 2
    else {
      throw damage("expected 64 hexadecimal digits", at: checksum.range.lowerBound)
    }
    // The quotes are no part of its place.
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    guard bytes[place].elementsEqual(self.checksum(of: bytes, at: place).utf8) else {
      throw damage(
        "expected the bytes that its checksum was taken of, but the file has changed since",
        at: place.lowerBound)
    }
    for population in populations {
      let encoding = try checked { () throws(JSONFault) -> ModelReader.Encoding in
        try ModelReader.encoding(of: population)
      }
      try check(encoding.schema, encoding.family)
    }
    return try checked { () throws(JSONFault) -> SavedModel in
      try ModelReader.model(envelope.root, checksum: String(decoding: bytes[place], as: UTF8.self))
    }
  }

  /// What tells whether the rest can be read.
  private struct Envelope {
    let root: JSONElement
    let members: [String: JSONElement]
    let schema: String
    let schemaVersion: Int

    init(_ root: JSONElement) throws(JSONFault) {
      self.root = root
      members = try root.members()
      schema = (try? members["schema"]?.string()) ?? ""
      schemaVersion = (try? members["schemaVersion"]?.integer(in: 0...Int.max)) ?? 0
    }

    func member(_ key: String) throws(JSONFault) -> JSONElement {
      guard let member = members[key] else {
        throw root.fault("expected the member '\(key)', but found none")
      }
      return member
    }
  }

  /// Refuses features that this program does not make of an address.
  private static func check(
    _ schema: FeatureSchema, _ family: AddressFamily
  ) throws(InputFailure) {
    let all = FeatureLayout.all(family).map(\.schema)
    guard let known = all.first(where: { $0.name == schema.name }) else {
      throw damage(
        "expected one of the features \(all.map(\.name).joined(separator: ", ")), but found others")
    }
    guard schema.schemaVersion <= known.schemaVersion else {
      throw newer(
        "features '\(known.name)' of version \(known.schemaVersion)",
        found: "\(schema.schemaVersion)")
    }
    guard schema.features.count == known.features.count else {
      throw InputFailure(
        .featureCount,
        "expected \(known.features.count) features of \(family.rawValue) addresses, but found "
          + "\(schema.features.count)" + remedy)
    }
    guard schema == known else {
      throw damage(
        "expected the features \(known.features.joined(separator: ", ")), but found others")
    }
  }

  // MARK: Failures

  private static let remedy = "; save it again, or name another file"

  private static func damage(_ message: String, at byteOffset: Int? = nil) -> InputFailure {
    InputFailure(.badModel, message + remedy, byteOffset: byteOffset)
  }

  private static func newer(_ expectation: String, found: String) -> InputFailure {
    InputFailure(
      .newerModel,
      "expected \(expectation) or earlier, but found \(found); use the ipclust that saved it, or a "
        + "later one")
  }

  private static func checked<Result>(
    _ body: () throws(JSONFault) -> Result
  ) throws(InputFailure) -> Result {
    do throws(JSONFault) {
      return try body()
    } catch {
      throw damage(error.message, at: error.byteOffset)
    }
  }
}
