import Detection
import Features
import Records

extension ModelFile {
  /// Reads a document that claims to be a model, and believes nothing of it.
  ///
  /// - Throws: `newer-model` where it says that it is of a later version, `feature-count` where it
  ///   makes other numbers of an address than this program, else `bad-model`.
  public static func read(_ bytes: [UInt8]) throws(InputFailure) -> SavedModel {
    try read(ModelSeal.opened(bytes, as: [schema: schemaVersion]))
  }

  static func read(_ opened: ModelSeal.Opened) throws(InputFailure) -> SavedModel {
    let populations = try ModelSeal.checked { () throws(JSONFault) -> [JSONElement] in
      guard let populations = try opened.root.members()["populations"] else {
        throw opened.root.fault("expected the member 'populations', but found none")
      }
      return try populations.elements(atMost: ModelReader.largestPopulationCount)
    }
    for population in populations {
      let encoding = try ModelSeal.checked { () throws(JSONFault) -> ModelReader.Encoding in
        try ModelReader.encoding(of: population)
      }
      try check(encoding.schema, encoding.family)
    }
    return try ModelSeal.checked { () throws(JSONFault) -> SavedModel in
      try ModelReader.model(opened.root, checksum: opened.checksum)
    }
  }

  /// Refuses features that this program does not make of an address.
  private static func check(
    _ schema: FeatureSchema, _ family: AddressFamily
  ) throws(InputFailure) {
    let all = FeatureLayout.all(family).map(\.schema)
    guard let known = all.first(where: { $0.name == schema.name }) else {
      throw ModelSeal.damage(
        "expected one of the features \(all.map(\.name).joined(separator: ", ")), but found others")
    }
    guard schema.schemaVersion <= known.schemaVersion else {
      throw ModelSeal.newer(
        "features '\(known.name)' of version \(known.schemaVersion)",
        found: "\(schema.schemaVersion)")
    }
    guard schema.features.count == known.features.count else {
      throw InputFailure(
        .featureCount,
        "expected \(known.features.count) features of \(family.rawValue) addresses, but found "
          + "\(schema.features.count)" + ModelSeal.remedy)
    }
    guard schema == known else {
      throw ModelSeal.damage(
        "expected the features \(known.features.joined(separator: ", ")), but found others")
    }
  }
}
