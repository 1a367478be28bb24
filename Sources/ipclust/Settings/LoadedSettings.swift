import Records
import Reporting
import Scanning
import Settings

/// What file and environment give to this run.
struct LoadedSettings {
  let schema: SettingsSchema
  /// As the user gave it; nil without a file.
  let path: [UInt8]?
  let resolution: SettingsResolution

  /// - Parameter configPath: of `--config`, before the environment.
  /// - Throws: why the file cannot be read at all.
  init(_ schema: SettingsSchema, configPath: String?) throws(SettingsRefusal) {
    let environment = Environment.all
    let name = configPath ?? environment[SettingsSchema.configVariable]
    let path = name.flatMap { $0.isEmpty ? nil : RawArguments.bytes(of: $0) }
    if path == nil, configPath != nil {
      throw SettingsRefusal(
        path: nil, faults: [], message: "--config: expected a file, but found ''")
    }
    self.schema = schema
    self.path = path
    resolution = SettingsResolution(
      schema, file: try path.map(Self.file), environment: environment)
  }

  private static func file(_ path: [UInt8]) throws(SettingsRefusal) -> SettingsFile {
    let bytes: [UInt8]
    do throws(InputFailure) {
      // One byte more than is read tells that there are too many.
      bytes = try Scan.bytes(
        ofFile: InputPath(bytes: path), atMost: SettingsFile.maximumByteCount + 1,
        isCancelled: { Interruption.status != nil })
    } catch {
      let name = TerminalText.name(of: InputPath(bytes: path))
      throw SettingsRefusal(
        path: path, faults: [], message: "\(name): \(TerminalText.escape(error.message))")
    }
    do throws(SettingsFault) {
      return try SettingsFile(bytes)
    } catch {
      throw SettingsRefusal(path: path, faults: [error])
    }
  }

  /// `ipclust.toml:3`, or the name of a variable.
  func place(of origin: SettingsFault.Origin) -> String { Self.place(of: origin, path) }

  static func place(of origin: SettingsFault.Origin, _ path: [UInt8]?) -> String {
    switch origin {
    case .variable(let name): TerminalText.escape(name)
    case .file(let line):
      TerminalText.name(of: InputPath(bytes: path ?? [])) + (line.map { ":\($0)" } ?? "")
    }
  }
}

/// Why the configuration cannot be used.
struct SettingsRefusal: Refusal {
  let path: [UInt8]?
  /// In their order.
  let faults: [SettingsFault]
  /// In place of faults, where the file cannot even be read.
  var message: String?

  var status: ExitStatus { Interruption.status ?? .badConfiguration }

  var description: String {
    guard let fault = faults.first else { return message ?? "" }
    let more =
      faults.count > 1 ? "; 'ipclust config check' lists all \(faults.count) faults" : ""
    return LoadedSettings.place(of: fault.origin, path) + ": "
      + TerminalText.escape(fault.description) + more
  }
}
