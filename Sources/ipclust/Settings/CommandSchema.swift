import ArgumentParser
import Records
import Settings

/// The commands and options of the program, as ArgumentParser knows them.
///
/// They are read from the description that it writes for tools, so that an option which is declared
/// can be configured.
enum CommandSchema {
  static func make() -> SettingsSchema {
    do {
      let root = try JSONDocument(Array(Command._dumpHelp().utf8)).root.members()
      return SettingsSchema(try commands(of: root["command"], below: []))
    } catch {
      preconditionFailure("ArgumentParser describes commands as we read them: \(error)")
    }
  }

  /// Lists of inputs, which belong to one run, what ends a run at once, and the file itself.
  private static let unconfigurable: Set = [
    "config", "files-from", "help", "interface", "null", "read", "version",
  ]

  /// Names of the arguments without a name that can be configured.
  private static let positionals: [[String]: String] = [["watch"]: "directories"]

  /// More than any command has.
  private static let elementLimit = 4096

  private static func commands(
    of element: JSONElement?, below path: [String]
  ) throws(JSONFault) -> [SettingsSchema.Command] {
    var commands: [SettingsSchema.Command] = []
    guard let command = try element?.members() else { return [] }
    for element in try command["subcommands"]?.elements(atMost: elementLimit) ?? [] {
      let members = try element.members()
      guard let name = try members["commandName"]?.string(), name != "help" else { continue }
      let below = try self.commands(of: element, below: path + [name])
      // Only commands without others below them do something.
      if below.isEmpty {
        commands.append(
          SettingsSchema.Command(path: path + [name], options: try options(members, path + [name])))
      }
      commands += below
    }
    return commands
  }

  private static func options(
    _ command: [String: JSONElement], _ path: [String]
  ) throws(JSONFault) -> [SettingsSchema.Option] {
    var options: [SettingsSchema.Option] = []
    let arguments = try command["arguments"]?.elements(atMost: elementLimit) ?? []
    var described: [DescribedArgument] = []
    for argument in arguments { described.append(try DescribedArgument(argument)) }
    let flags = Set(described.filter { $0.kind == "flag" }.compactMap(\.name))
    for argument in described {
      guard argument.kind != "positional" else {
        if let name = positionals[path] ?? argument.valueName {
          options.append(argument.positional(name, isConfigurable: positionals[path] != nil))
        }
        continue
      }
      guard let name = argument.name else { continue }
      // The second half of a flag that can be taken back.
      if name.hasPrefix("no-"), flags.contains(String(name.dropFirst(3))) { continue }
      options.append(
        argument.option(
          name, inverse: flags.contains("no-" + name) ? "--no-" + name : nil,
          isConfigurable: !unconfigurable.contains(name) && path.first != "config"))
    }
    return options
  }
}

/// One argument of the description.
private struct DescribedArgument {
  let kind: String
  /// The first long name.
  let name: String?
  let spellings: [String]
  let valueName: String?
  let defaultText: String?
  let isOptional: Bool
  let isRepeating: Bool
  let takesDashes: Bool

  init(_ element: JSONElement) throws(JSONFault) {
    let members = try element.members()
    kind = try members["kind"]?.string() ?? ""
    var (longNames, spellings) = ([String](), [String]())
    for element in try members["names"]?.elements(atMost: 64) ?? [] {
      let members = try element.members()
      let name = try members["name"]?.string() ?? ""
      let isLong = try members["kind"]?.string() == "long"
      if isLong { longNames.append(name) }
      spellings.append((isLong ? "--" : "-") + name)
    }
    (name, self.spellings) = (longNames.first, spellings)
    valueName = try members["valueName"]?.string()
    isOptional = try members["isOptional"]?.boolean() ?? false
    isRepeating = try members["isRepeating"]?.boolean() ?? false
    takesDashes = try members["parsingStrategy"]?.string() == "unconditional"
    let abstract = try members["abstract"]?.string() ?? ""
    defaultText = try members["defaultValue"]?.string() ?? Self.statedDefault(abstract)
  }

  /// `auto` of a help text that ends in `(default: auto)`.
  private static func statedDefault(_ abstract: String) -> String? {
    guard abstract.hasSuffix(")"), let start = abstract.ranges(of: "(default: ").last else {
      return nil
    }
    return String(abstract[start.upperBound...].dropLast())
  }

  func positional(_ name: String, isConfigurable: Bool) -> SettingsSchema.Option {
    SettingsSchema.Option(
      name: name, spellings: [], kind: .positional, isRequired: !isOptional,
      isConfigurable: isConfigurable)
  }

  func option(
    _ name: String, inverse: String?, isConfigurable: Bool
  ) -> SettingsSchema.Option {
    let isFlag = kind == "flag"
    return SettingsSchema.Option(
      name: name, spellings: spellings, inverse: inverse,
      kind: isFlag ? .flag : isRepeating ? .values : .value,
      defaultText: isFlag ? "false" : defaultText, takesDashes: takesDashes,
      isRequired: !isOptional, isConfigurable: isConfigurable)
  }
}
