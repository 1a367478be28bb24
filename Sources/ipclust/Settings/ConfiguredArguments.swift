import Settings

/// The user's arguments, with what file and environment give besides.
struct ConfiguredArguments {
  let arguments: [String]
  private var loaded: LoadedSettings?
  /// What was added.
  private var settings: [Setting] = []

  /// Only for those who configure something does it take the time to look at all commands.
  ///
  /// - Throws: what is wrong with the configuration.
  init(_ given: [String]) throws(SettingsRefusal) {
    let asksForFile = given.contains { $0 == "--config" || $0.hasPrefix("--config=") }
    guard asksForFile || Environment.all.keys.contains(where: Self.isOurs),
      given.first != "config"
    else {
      arguments = given
      return
    }
    let schema = CommandSchema.make()
    let read = GivenArguments(given, schema)
    guard let command = read.command, !read.asksForHelp else {
      arguments = read.expanded(with: [])
      return
    }
    let loaded = try LoadedSettings(schema, configPath: read.configPath)
    guard loaded.resolution.faults.isEmpty else {
      throw SettingsRefusal(path: loaded.path, faults: loaded.resolution.faults)
    }
    settings = read.settings(of: loaded.resolution.settings(of: command))
    arguments = read.expanded(with: settings)
    self.loaded = loaded
  }

  private static func isOurs(_ name: String) -> Bool {
    name.hasPrefix(SettingsSchema.variablePrefix)
  }

  /// What is wrong with the arguments, with the places of the settings that it speaks of; and whether
  /// it speaks of a setting first of all.
  func told(_ message: String) -> (message: String, isOfSetting: Bool) {
    guard let loaded else { return (message, false) }
    let named = settings.filter { setting in
      Self.mentions(message, setting.option.name)
    }
    if let setting = named.first(where: { message.hasPrefix("--\($0.option.name): ") }) {
      return ("\(loaded.place(of: setting.origin)): \(message)", true)
    }
    let places = named.map { "--\($0.option.name) is set in \(loaded.place(of: $0.origin))" }
    return (([message] + places).joined(separator: "; "), false)
  }

  /// Whether `message` has the option in it, and not only a longer one.
  static func mentions(_ message: String, _ name: String) -> Bool {
    message.ranges(of: "--\(name)").contains { range in
      guard range.upperBound < message.endIndex else { return true }
      let next = message[range.upperBound]
      return !next.isLetter && !next.isNumber && next != "-"
    }
  }
}
