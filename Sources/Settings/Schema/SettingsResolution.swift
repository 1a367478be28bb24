/// The value of one option, and where it comes from.
public struct Setting: Sendable, Equatable {
  public let option: SettingsSchema.Option
  /// One text for each value; `true` or `false` of a flag.
  public let texts: [String]
  public let origin: SettingsFault.Origin

  /// As arguments, with the value joined to the name, so that none is taken for another's.
  public var arguments: [String] {
    switch option.kind {
    case .flag:
      texts == ["true"] ? ["--" + option.name] : option.inverse.map { [$0] } ?? []
    case .value, .values: texts.map { "--\(option.name)=\($0)" }
    // Nothing that is named here is an option, whatever it begins with.
    case .positional: texts.map { $0.hasPrefix("-") && $0 != "-" ? "./" + $0 : $0 }
    }
  }

  /// The values as they may be shown: no secret, and of an address on the web neither a password nor
  /// what stands behind its `?`.
  public var shownTexts: [String] {
    texts.map { text in
      if option.isSecret { return "(hidden)" }
      guard let scheme = text.firstRange(of: "://") else { return text }
      var rest = text[scheme.upperBound...]
      let hasQuery = rest.contains("?")
      rest = rest.prefix { $0 != "?" }
      let host = rest.prefix { $0 != "/" }
      if let at = host.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
      return text[..<scheme.upperBound] + rest + (hasQuery ? "?(hidden)" : "")
    }
  }
}

/// What file and environment give to every command, and what is wrong with them.
public struct SettingsResolution: Sendable, Equatable {
  public private(set) var faults: [SettingsFault] = []
  /// Variables that look like ours and mean nothing.
  public private(set) var unknownVariables: [String] = []
  private var settings: [[String]: [String: Setting]] = [:]

  /// What is given to the command at `path`, in the order of its options.
  public func settings(of command: SettingsSchema.Command) -> [Setting] {
    let given = settings[command.path] ?? [:]
    return command.configurable.compactMap { given[$0.name] }
  }

  /// - Parameters:
  ///   - file: nil without one.
  ///   - environment: its variables; those that are not ours are passed over.
  public init(
    _ schema: SettingsSchema, file: SettingsFile?, environment: [String: String]
  ) {
    if let file {
      var found = SettingsFileCheck(schema, file)
      found.check()
      faults += (file.faults + found.faults).sorted { $0.origin < $1.origin }
      take(found.settings, schema)
    }
    var found = SettingsVariables(schema)
    found.check(environment)
    faults += found.faults
    unknownVariables = found.unknown
    take(found.settings, schema)
  }

  /// Puts settings over those that are there: the common ones first.
  private mutating func take(_ found: [[String]: [Setting]], _ schema: SettingsSchema) {
    for command in schema.commands {
      for path in [[], command.path] {
        for setting in found[path] ?? [] {
          guard let option = command.option(named: setting.option.name), option.isConfigurable
          else { continue }
          settings[command.path, default: [:]][option.name] = Setting(
            option: option, texts: setting.texts, origin: setting.origin)
        }
      }
    }
  }
}
