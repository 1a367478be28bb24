/// Looks at the variables of the environment that are ours.
struct SettingsVariables {
  private let schema: SettingsSchema
  private(set) var faults: [SettingsFault] = []
  private(set) var unknown: [String] = []
  /// By the path of a command; by none for the common ones.
  private(set) var settings: [[String]: [Setting]] = [:]

  init(_ schema: SettingsSchema) {
    self.schema = schema
  }

  mutating func check(_ environment: [String: String]) {
    let known = schema.variables
    // Empty ones count as unset, as everywhere.
    let given = environment.filter {
      $0.key.hasPrefix(SettingsSchema.variablePrefix) && !$0.value.isEmpty
    }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let (path, option) = known[name] else {
        look(name, known.keys.sorted())
        continue
      }
      do throws(SettingsFault) {
        let text = try Self.text(value, of: option, .variable(name))
        settings[path, default: []].append(
          Setting(option: option, texts: [text], origin: .variable(name)))
      } catch {
        faults.append(error)
      }
    }
  }

  /// A name with a command in it that no option of it has is a mistake; any other may belong to
  /// somebody else.
  private mutating func look(_ name: String, _ known: [String]) {
    let isOfACommand = schema.commands.contains { command in
      name.hasPrefix(SettingsSchema.variable(command.path, ""))
    }
    guard isOfACommand else {
      unknown.append(name)
      return
    }
    let nearest = NearestName.of(name, among: known)
    faults.append(
      SettingsFault(
        .variable(name), expected: "the name of an option", found: "none of this name",
        remedy: nearest.map { "did you mean '\($0)'?" }))
  }

  private static func text(
    _ value: String, of option: SettingsSchema.Option, _ origin: SettingsFault.Origin
  ) throws(SettingsFault) -> String {
    guard option.kind == .flag else { return value }
    switch value {
    case "1", "true": return "true"
    case "0", "false": return "false"
    default:
      throw SettingsFault(
        origin, expected: "true or false, 1 or 0", found: "'\(value)'")
    }
  }
}
