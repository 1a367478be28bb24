/// What the user's own arguments give: a command, options, and the name of a configuration file.
public struct GivenArguments: Sendable, Equatable {
  /// Nil where no command of the schema is named.
  public let command: SettingsSchema.Command?
  /// Of `--config`; nil without one.
  public private(set) var configPath: String?
  /// Names of the options that are given.
  public private(set) var optionNames: Set<String> = []
  public private(set) var hasPositional = false
  /// Whether help or the version is asked for, so that nothing will be done.
  public private(set) var asksForHelp = false
  /// All but `--config`.
  private var arguments: [String]
  /// How many arguments name the command.
  private let pathCount: Int

  public init(_ arguments: [String], _ schema: SettingsSchema) {
    // The longest path, since a command may have others below it.
    let named = schema.commands.filter { arguments.starts(with: $0.path) }
      .max { $0.path.count < $1.path.count }
    command = named
    let pathCount = named?.path.count ?? 0
    self.pathCount = pathCount
    self.arguments = Array(arguments.prefix(pathCount))
    read(arguments.dropFirst(pathCount), named?.options ?? [])
  }

  /// The arguments with the settings that they do not override, behind the name of the command.
  public func expanded(with settings: [Setting]) -> [String] {
    let added = self.settings(of: settings).flatMap(\.arguments)
    return Array(arguments.prefix(pathCount)) + added + arguments.dropFirst(pathCount)
  }

  /// The settings that the arguments do not override.
  public func settings(of settings: [Setting]) -> [Setting] {
    settings.filter { setting in
      setting.option.kind == .positional
        ? !hasPositional : !optionNames.contains(setting.option.name)
    }
  }

  private mutating func read(_ given: ArraySlice<String>, _ options: [SettingsSchema.Option]) {
    var rest = given
    while let argument = rest.popFirst() {
      if argument == "--" {
        hasPositional = hasPositional || !rest.isEmpty
        arguments += [argument] + rest
        return
      }
      if let path = Self.joined(argument, "--config=") {
        configPath = path
        continue
      }
      if argument == "--config", let path = rest.popFirst() {
        configPath = path
        continue
      }
      arguments.append(argument)
      guard argument.hasPrefix("-"), argument != "-" else {
        hasPositional = true
        continue
      }
      if ["--help", "-h", "--version"].contains(argument) { asksForHelp = true }
      let isOpen = note(argument, options)
      if isOpen, let value = rest.first, takes(value, argument, options) {
        arguments.append(value)
        rest.removeFirst()
      }
    }
  }

  /// Takes down which options an argument with a dash gives.
  ///
  /// - Returns: whether the last of them has no value yet, but needs one.
  private mutating func note(_ argument: String, _ options: [SettingsSchema.Option]) -> Bool {
    let name = argument.prefix { $0 != "=" }
    if argument.hasPrefix("--") {
      guard
        let option = options.first(where: {
          $0.spellings.contains(String(name)) || $0.inverse == String(name)
        })
      else { return false }
      optionNames.insert(option.name)
      return option.kind != .flag && !argument.contains("=")
    }
    let letters = name.dropFirst()
    for (index, letter) in letters.enumerated() {
      guard let option = options.first(where: { $0.spellings.contains("-\(letter)") }) else {
        return false
      }
      optionNames.insert(option.name)
      if option.kind != .flag { return index + 1 == letters.count && !argument.contains("=") }
    }
    return false
  }

  private func takes(
    _ value: String, _ argument: String, _ options: [SettingsSchema.Option]
  ) -> Bool {
    let spelling = argument.hasPrefix("--") ? argument : "-" + argument.suffix(1)
    let takesDashes = options.first { $0.spellings.contains(spelling) }?.takesDashes ?? false
    return takesDashes || value == "-" || !value.hasPrefix("-")
  }

  private static func joined(_ argument: String, _ prefix: String) -> String? {
    // By scalars: a value may begin with one that combines with the character before it.
    guard argument.unicodeScalars.starts(with: prefix.unicodeScalars) else { return nil }
    return String(argument.unicodeScalars.dropFirst(prefix.unicodeScalars.count))
  }
}
