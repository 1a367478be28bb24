/// Which commands there are, and which of their options can be configured.
public struct SettingsSchema: Sendable, Equatable {
  /// An option of a command.
  public struct Option: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
      /// Given or not.
      case flag
      case value
      /// One value or several.
      case values
      /// What stands among the arguments without a name.
      case positional
    }

    /// As a key of the file: the long name without its dashes.
    public let name: String
    /// All that means it among arguments, with dashes.
    public let spellings: [String]
    /// The spelling that takes a flag back; nil for none.
    public let inverse: String?
    public let kind: Kind
    /// The value without one given; nil for none.
    public let defaultText: String?
    /// Whether a value may begin with a dash.
    public let takesDashes: Bool
    public let isRequired: Bool
    /// Whether a file or the environment may give it.
    public let isConfigurable: Bool

    public init(
      name: String, spellings: [String], inverse: String? = nil, kind: Kind,
      defaultText: String? = nil, takesDashes: Bool = false,
      isRequired: Bool = false, isConfigurable: Bool = true
    ) {
      self.name = name
      self.spellings = spellings
      self.inverse = inverse
      self.kind = kind
      self.defaultText = defaultText
      self.takesDashes = takesDashes
      self.isRequired = isRequired
      self.isConfigurable = isConfigurable
    }

    /// Whether its value may be shown to nobody.
    public var isSecret: Bool {
      ["secret", "token", "password"].contains(where: name.split(separator: "-").contains)
    }
  }

  /// A command that does something, and its options.
  public struct Command: Sendable, Equatable {
    /// Its name, behind those of the commands that it belongs to.
    public let path: [String]
    public let options: [Option]

    public init(path: [String], options: [Option]) {
      self.path = path
      self.options = options
    }

    public func option(named name: String) -> Option? { options.first { $0.name == name } }

    public var configurable: [Option] { options.filter(\.isConfigurable) }
  }

  public let commands: [Command]

  public init(_ commands: [Command]) {
    self.commands = commands
  }

  /// The table of settings for all commands that have them.
  public static let commonTable = "common"
  /// What that table may hold: options that mean the same to all.
  public static let commonNames = [
    "color", "no-progress", "quiet", "seed", "threads", "verbose",
  ]

  /// The common options as keys of a table, each as the first command has it.
  public var commonOptions: [Option] {
    Self.commonNames.compactMap { name in
      commands.lazy.compactMap { $0.option(named: name) }.first { $0.isConfigurable }
    }
  }

  public func command(at path: [String]) -> Command? { commands.first { $0.path == path } }

  /// All that a variable of the environment can give: the path of a command, empty for a common one.
  public var variables: [String: (path: [String], option: Option)] {
    var variables: [String: (path: [String], option: Option)] = [:]
    variables[Self.configVariable] = ([], Option(name: "config", spellings: [], kind: .value))
    for option in commonOptions { variables[Self.variable([], option.name)] = ([], option) }
    for command in commands {
      for option in command.configurable {
        variables[Self.variable(command.path, option.name)] = (command.path, option)
      }
    }
    return variables
  }

  /// `IPCLUST_LOGINS_TRAIN_SEED`.
  public static func variable(_ path: [String], _ name: String) -> String {
    variablePrefix
      + (path + [name]).joined(separator: "_").uppercased().replacing("-", with: "_")
  }

  public static let variablePrefix = "IPCLUST_"
  /// Names the file, where no option does.
  public static let configVariable = variablePrefix + "CONFIG"
}
