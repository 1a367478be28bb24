/// The names, order and version of the columns of a feature matrix.
public struct FeatureSchema: Sendable, Equatable, Codable {
  public let name: String
  public let schemaVersion: Int
  public let features: [String]

  public init(name: String, schemaVersion: Int, features: [String]) {
    self.name = name
    self.schemaVersion = schemaVersion
    self.features = features
  }
}
