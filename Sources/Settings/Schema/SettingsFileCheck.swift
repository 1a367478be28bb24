/// Looks at every table and key of a file.
struct SettingsFileCheck {
  private let schema: SettingsSchema
  private let file: SettingsFile
  private(set) var faults: [SettingsFault] = []
  /// By the path of a command; by none for the common ones.
  private(set) var settings: [[String]: [Setting]] = [:]

  init(_ schema: SettingsSchema, _ file: SettingsFile) {
    self.schema = schema
    self.file = file
  }

  mutating func check() {
    var unknown: Set<[String]> = []
    for table in file.tables where !isKnown(table.path) {
      // What stands in an unknown table is not unknown for a reason of its own.
      if !unknown.contains(Array(table.path.dropLast())) {
        faults.append(unknownTable(table))
      }
      unknown.insert(table.path)
    }
    for entry in file.entries where !unknown.contains(entry.table) {
      do throws(SettingsFault) {
        let setting = try setting(of: entry)
        let isCommon = entry.table == [SettingsSchema.commonTable]
        settings[isCommon ? [] : entry.table, default: []].append(setting)
      } catch {
        faults.append(error)
      }
    }
    faults.sort { $0.origin < $1.origin }
  }

  private var tableNames: [String] {
    [SettingsSchema.commonTable]
      + schema.commands.filter { !$0.configurable.isEmpty }.map { $0.path.joined(separator: ".") }
  }

  private func isKnown(_ path: [String]) -> Bool {
    path == [SettingsSchema.commonTable] || schema.commands.contains { $0.path.starts(with: path) }
  }

  private func unknownTable(_ table: SettingsFile.Table) -> SettingsFault {
    let name = table.path.joined(separator: ".")
    let nearest = NearestName.of(name, among: tableNames)
    return SettingsFault(
      .file(line: table.line),
      expected: "the table of a command, such as '[scan]', or '[\(SettingsSchema.commonTable)]'",
      found: "'[\(name)]'", remedy: nearest.map { "did you mean '[\($0)]'?" })
  }

  private func setting(of entry: SettingsFile.Entry) throws(SettingsFault) -> Setting {
    let origin = SettingsFault.Origin.file(line: entry.line)
    guard !entry.table.isEmpty else {
      throw SettingsFault(
        origin, expected: "a table such as '[scan]' before it", found: "'\(entry.key)'")
    }
    let options =
      entry.table == [SettingsSchema.commonTable]
      ? schema.commonOptions : schema.command(at: entry.table)?.options ?? []
    guard let option = options.first(where: { $0.name == entry.key }) else {
      throw Self.unknownKey(entry, options.filter(\.isConfigurable).map(\.name))
    }
    guard option.isConfigurable else {
      throw SettingsFault(
        origin, expected: "'\(entry.key)' among the arguments alone", found: "it in the file")
    }
    return Setting(option: option, texts: try Self.texts(of: entry, option), origin: origin)
  }

  private static func unknownKey(
    _ entry: SettingsFile.Entry, _ names: [String]
  ) -> SettingsFault {
    let nearest = NearestName.of(entry.key, among: names)
    let command = entry.table.joined(separator: " ")
    let expected =
      entry.table == [SettingsSchema.commonTable]
      ? "one of " + names.joined(separator: ", ")
      : names.isEmpty ? "no keys in '[\(command)]'" : "an option of 'ipclust \(command)'"
    return SettingsFault(
      .file(line: entry.line), expected: expected, found: "'\(entry.key)'",
      remedy: nearest.map { "did you mean '\($0)'?" })
  }

  private static func texts(
    of entry: SettingsFile.Entry, _ option: SettingsSchema.Option
  ) throws(SettingsFault) -> [String] {
    let origin = SettingsFault.Origin.file(line: entry.line)
    func mismatch(_ expected: String, _ found: SettingValue) -> SettingsFault {
      SettingsFault(
        origin, expected: "\(expected) for '\(entry.key)'", found: found.kind)
    }
    switch (option.kind, entry.value) {
    case (.flag, .truth(let isGiven)): return ["\(isGiven)"]
    case (.flag, let value): throw mismatch("true or false", value)
    case (.value, let value):
      guard let text = value.optionText else { throw mismatch("a text or a number", value) }
      return [text]
    case (.values, .list(let values)), (.positional, .list(let values)):
      var texts: [String] = []
      for value in values {
        guard let text = value.optionText else { throw mismatch("texts in the list", value) }
        texts.append(text)
      }
      return texts
    case (.values, let value), (.positional, let value):
      guard let text = value.optionText else {
        throw mismatch("a text or a list of texts", value)
      }
      return [text]
    }
  }
}

extension SettingValue {
  /// What an option is given; nil for what none takes.
  fileprivate var optionText: String? {
    switch self {
    case .text(let text), .number(let text): text
    case .truth, .list, .other: nil
    }
  }
}
