@testable import Settings

/// Two commands and a common option or two.
enum SampleSchema {
  static let scan = SettingsSchema.Command(
    path: ["scan"],
    options: [
      option("read", isConfigurable: false), option("threshold"), option("side"),
      option("seed", takesDashes: true),
      SettingsSchema.Option(
        name: "quiet", spellings: ["-q", "--quiet"], kind: .flag, defaultText: "false"),
      SettingsSchema.Option(
        name: "update", spellings: ["--update"], inverse: "--no-update", kind: .flag),
      SettingsSchema.Option(name: "output", spellings: ["-o", "--output"], kind: .value),
      SettingsSchema.Option(name: "grid", spellings: ["--grid"], kind: .values),
      SettingsSchema.Option(
        name: "input", spellings: [], kind: .positional, isConfigurable: false),
    ])

  static let train = SettingsSchema.Command(
    path: ["logins", "train"], options: [option("classifier"), option("seed"), option("token")])

  static let watch = SettingsSchema.Command(
    path: ["watch"],
    options: [
      SettingsSchema.Option(name: "directories", spellings: [], kind: .positional),
      option("webhook"),
    ])

  static let schema = SettingsSchema([scan, train, watch])

  private static func option(
    _ name: String, takesDashes: Bool = false, isConfigurable: Bool = true
  ) -> SettingsSchema.Option {
    SettingsSchema.Option(
      name: name, spellings: ["--" + name], kind: .value, takesDashes: takesDashes,
      isConfigurable: isConfigurable)
  }

  static func resolution(
    _ text: String?, _ environment: [String: String] = [:]
  ) throws -> SettingsResolution {
    SettingsResolution(
      schema, file: try text.map { try SettingsFile(Array($0.utf8)) }, environment: environment)
  }
}
