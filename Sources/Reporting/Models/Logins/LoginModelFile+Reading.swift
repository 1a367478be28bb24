import Detection
import Features
import Learning
import Records

extension LoginModelFile {
  /// Reads a document that claims to be a classifier of logins, and believes nothing of it.
  ///
  /// - Throws: `newer-model` where it says that it is of a later version, `feature-count` where it
  ///   is of another number of features than the table of this program, else `bad-model`.
  public static func read(_ bytes: [UInt8]) throws(InputFailure) -> SavedLoginModel {
    try read(ModelSeal.opened(bytes, as: [schema: schemaVersion]))
  }

  /// Tables of features that this program makes of logs.
  static let knownSchemas = LoginFeatureTable.allCases.map(\.schema)

  static func read(_ opened: ModelSeal.Opened) throws(InputFailure) -> SavedLoginModel {
    let features = try ModelSeal.checked { () throws(JSONFault) -> FeatureSchema in
      guard let features = try opened.root.members()["features"] else {
        throw opened.root.fault("expected the member 'features', but found none")
      }
      return try schema(features)
    }
    try check(features)
    return try ModelSeal.checked { () throws(JSONFault) -> SavedLoginModel in
      try LoginModelReader.model(opened.root, features, checksum: opened.checksum)
    }
  }

  private static func schema(_ element: JSONElement) throws(JSONFault) -> FeatureSchema {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      FeatureSchema(
        name: try members.string("name"),
        schemaVersion: try members.count("schemaVersion", in: 1...Int.max),
        features: try members.list("features", atMost: LoginModelReader.largestListCount) {
          (element) throws(JSONFault) in try element.string()
        })
    }
  }

  /// Refuses features that this program does not make of a log.
  private static func check(_ schema: FeatureSchema) throws(InputFailure) {
    guard let known = knownSchemas.first(where: { $0.name == schema.name }) else {
      throw ModelSeal.damage(
        "expected one of the features \(knownSchemas.map(\.name).joined(separator: ", ")), but "
          + "found others")
    }
    guard schema.schemaVersion <= known.schemaVersion else {
      throw ModelSeal.newer(
        "features '\(known.name)' of version \(known.schemaVersion)",
        found: "\(schema.schemaVersion)")
    }
    guard schema.features.count == known.features.count else {
      throw InputFailure(
        .featureCount,
        "expected \(known.features.count) features '\(known.name)', but found "
          + "\(schema.features.count)" + ModelSeal.remedy)
    }
    guard schema == known else {
      throw ModelSeal.damage(
        "expected the features '\(known.name)' in their order, but found others")
    }
  }
}
