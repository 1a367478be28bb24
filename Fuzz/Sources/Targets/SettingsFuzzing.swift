@testable import Records
@testable import Settings

/// Files that people write: allow-lists and configurations.
enum SettingsFuzzing {
  static func readAllowList(_ bytes: Span<UInt8>) -> Int {
    let bytes = bytes.withUnsafeBufferPointer { Array($0) }
    let reading = AllowList.read(bytes, detectors: ["addresses"])
    let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    precondition(
      reading.faults.allSatisfy { (1...lineCount).contains($0.line) }, "faults stand on lines")
    for entry in reading.list.entries {
      let text = entry.description
      let again = AllowList.read(Array(text.utf8), detectors: ["addresses"])
      precondition(
        again.faults.isEmpty && again.list.entries.first?.description == text,
        "what is written of an entry reads as the same")
      for address in [entry.addresses.first, entry.addresses.last] {
        let match = reading.list.entry(
          matching: address, side: entry.scope.side ?? .source, detector: "addresses",
          port: entry.scope.port, at: (entry.untilSeconds ?? 1) - 1)
        precondition(match?.addresses.contains(address) == true, "an entry holds its own ends")
        precondition(match?.outlasts(entry) == true, "the entry that holds longest matches")
      }
    }
    let overlaps = AllowOverlaps(reading.list)
    return reading.list.entries.count * 3 + overlaps.contained.count + reading.faultCount
  }

  static func readConfiguration(_ bytes: Span<UInt8>) -> Int {
    let bytes = bytes.withUnsafeBufferPointer { Array($0) }
    let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    do {
      let file = try SettingsFile(bytes)
      let lines = file.entries.map(\.line) + file.tables.map(\.line)
      precondition(lines.allSatisfy { (1...lineCount).contains($0) }, "keys stand on lines")
      for case .file(let line?) in file.faults.map(\.origin) {
        precondition((1...lineCount).contains(line), "faults stand on lines")
      }
      let resolution = SettingsResolution(schema, file: file, environment: [:])
      var argumentCount = 0
      for command in schema.commands {
        let settings = resolution.settings(of: command)
        let arguments = GivenArguments(command.path, schema).expanded(with: settings)
        // What file gives is given: none of it is taken for a value of another.
        let given = GivenArguments(arguments, schema)
        let names = settings.filter { !$0.arguments.isEmpty && $0.option.kind != .positional }
          .map(\.option.name)
        precondition(
          given.command == command && given.optionNames == Set(names), "options stay apart")
        argumentCount += arguments.count
      }
      return argumentCount + resolution.faults.count
    } catch {
      return -1
    }
  }

  private static let schema = SettingsSchema([
    SettingsSchema.Command(
      path: ["scan"],
      options: [
        SettingsSchema.Option(name: "threshold", spellings: ["--threshold"], kind: .value),
        SettingsSchema.Option(name: "seed", spellings: ["--seed"], kind: .value),
        SettingsSchema.Option(name: "quiet", spellings: ["-q", "--quiet"], kind: .flag),
        SettingsSchema.Option(
          name: "update", spellings: ["--update"], inverse: "--no-update", kind: .flag),
        SettingsSchema.Option(name: "grid", spellings: ["--grid"], kind: .values),
      ]),
    SettingsSchema.Command(
      path: ["logins", "train"],
      options: [SettingsSchema.Option(name: "seed", spellings: ["--seed"], kind: .value)]),
    SettingsSchema.Command(
      path: ["watch"],
      options: [SettingsSchema.Option(name: "directories", spellings: [], kind: .positional)]),
  ])
}
