import Records
import Settings

/// The values of the options of commands, and where they come from.
public struct ConfigShowReport: Sendable {
  /// Nil without a file.
  public let path: InputPath?
  public let commands: [Command]

  public struct Command: Sendable {
    public let path: [String]
    public let rows: [Row]

    /// - Parameters:
    ///   - settings: what is configured of the command.
    ///   - showsDefaults: whether options are shown that are as they are by default.
    public init(
      _ command: SettingsSchema.Command, _ settings: [Setting], showsDefaults: Bool
    ) {
      path = command.path
      rows = command.configurable.map { option in
        Row(option: option, setting: settings.first { $0.option.name == option.name })
      }.filter { showsDefaults || $0.setting != nil }
    }
  }

  public struct Row: Sendable {
    public let option: SettingsSchema.Option
    /// Nil for the default.
    public let setting: Setting?

    /// Nil for an option that is off until it is given.
    var texts: [String]? { setting?.shownTexts ?? option.defaultText.map { [$0] } }
  }

  public init(path: InputPath?, commands: [Command]) {
    self.path = path
    self.commands = commands
  }

  public func writeText(to output: OutputBuffer) {
    if commands.isEmpty { output.write("nothing is configured\n") }
    for (index, command) in commands.enumerated() {
      if index > 0 { output.write("\n") }
      output.write("\(command.path.joined(separator: " "))\n")
      let rows = command.rows.map { row in
        [
          row.option.name, TerminalText.escape(row.texts?.joined(separator: ", ") ?? "-"),
          place(of: row.setting),
        ]
      }
      for line in TextTable(rows, leftColumns: [0, 1, 2]).lines { output.write(line + "\n") }
    }
  }

  private func place(of setting: Setting?) -> String {
    switch setting?.origin {
    case nil: "default"
    case .variable(let name): TerminalText.escape(name)
    case .file(let line):
      (path.map { TerminalText.name(of: $0) } ?? "") + (line.map { ":\($0)" } ?? "")
    }
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.config.show")
      json.member("schemaVersion", 1)
      if let path { ScanJSON.writePath(path, to: &json) }
      json.array("commands") { json in
        for command in commands {
          json.object { json in
            json.member("command", command.path.joined(separator: " "))
            json.array("options") { json in
              for row in command.rows { Self.write(row, to: &json) }
            }
          }
        }
      }
    }
    json.endDocument()
  }

  private static func write(_ row: Row, to json: inout JSONWriter) {
    json.object(.compact) { json in
      json.member("name", row.option.name)
      if let texts = row.texts {
        json.array("values") { json in
          for text in texts { json.value(text) }
        }
      }
      if let setting = row.setting {
        setting.origin.write(to: &json)
      } else {
        json.member("source", "default")
      }
    }
  }
}
