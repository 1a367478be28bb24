import Records
import Settings

/// What `config check` found.
public struct ConfigCheckReport: Sendable {
  /// Nil without a file.
  public let path: InputPath?
  /// In the order of their places.
  public let faults: [SettingsFault]
  /// Variables that look like ours and mean nothing.
  public let unknownVariables: [String]

  public init(path: InputPath?, faults: [SettingsFault], unknownVariables: [String]) {
    self.path = path
    self.faults = faults
    self.unknownVariables = unknownVariables
  }

  private var name: String { path.map { TerminalText.name(of: $0) } ?? "environment" }

  public func writeText(to output: OutputBuffer) {
    for fault in faults {
      let place =
        switch fault.origin {
        case .file(let line): name + (line.map { ":\($0)" } ?? "")
        case .variable(let variable): TerminalText.escape(variable)
        }
      output.write("\(place): \(TerminalText.escape(fault.description))\n")
    }
    for variable in unknownVariables {
      output.write("\(TerminalText.escape(variable)): passed over: no option of ours\n")
    }
    output.write(
      faults.isEmpty
        ? "\(name): sound\n" : "\(name): \(faults.count) fault\(faults.count == 1 ? "" : "s")\n")
  }

  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.config.check")
      json.member("schemaVersion", 1)
      if let path { ScanJSON.writePath(path, to: &json) }
      json.member("status", faults.isEmpty ? "ok" : "error")
      json.array("faults") { json in
        for fault in faults {
          json.object(.compact) { json in
            fault.origin.write(to: &json)
            json.member("expected", fault.expected)
            json.member("found", fault.found)
            json.member("remedy", fault.remedy)
          }
        }
      }
      json.array("unknownVariables", .compact) { json in
        for variable in unknownVariables { json.value(variable) }
      }
    }
    json.endDocument()
  }
}

extension SettingsFault.Origin {
  /// Writes where a value comes from.
  func write(to json: inout JSONWriter) {
    switch self {
    case .file(let line):
      json.member("source", "file")
      json.member("line", line)
    case .variable(let name):
      json.member("source", "environment")
      json.member("variable", name)
    }
  }
}
