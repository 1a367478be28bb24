import TOMLKit

/// What a configuration file says: keys and values in tables, in the order of their lines.
public struct SettingsFile: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// The names of the tables around it, outermost first.
    public let table: [String]
    public let key: String
    public let value: SettingValue
    /// From 1; nil where the key is written in a way that is not looked for.
    public let line: Int?
  }

  public struct Table: Sendable, Equatable {
    public let path: [String]
    public let line: Int?
  }

  public let tables: [Table]
  public let entries: [Entry]

  public static let maximumByteCount = 1 << 20
  /// Bytes of a line. What is nested without brackets is nested on one line, and the parser's recursion
  /// follows it.
  static let maximumLineByteCount = 4096
  /// Tables within each other; no command is deeper.
  private static let maximumDepth = 8

  /// Reads TOML 1.0 as far as it is of use here.
  ///
  /// - Throws: the one place where the file is no such text.
  public init(_ bytes: [UInt8]) throws(SettingsFault) {
    let text = try Self.checkedText(bytes)
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch {
      throw Self.fault(error)
    }
    var reader = SettingsReader(lines: SettingsLines(bytes), maximumDepth: Self.maximumDepth)
    reader.read(root, at: [])
    tables = reader.tables.sorted { ($0.line ?? 0, $0.path.count) < ($1.line ?? 0, $1.path.count) }
    entries = reader.entries.sorted { ($0.line ?? 0, $0.key) < ($1.line ?? 0, $1.key) }
  }

  /// The text of a file that is safe to hand to a library written in C++, which takes texts that a
  /// zero byte ends, also in the keys and values that it gives.
  private static func checkedText(_ bytes: [UInt8]) throws(SettingsFault) -> String {
    guard bytes.count <= maximumByteCount else {
      throw SettingsFault(
        .file(line: nil), expected: "a file of at most \(maximumByteCount) bytes", found: "more")
    }
    var (line, lineByteCount) = (1, 0)
    for byte in bytes {
      guard byte != 0 else {
        throw SettingsFault(.file(line: line), expected: "text", found: "a zero byte")
      }
      if byte == UInt8(ascii: "\n") {
        (line, lineByteCount) = (line + 1, 0)
        continue
      }
      lineByteCount += 1
      if lineByteCount > maximumLineByteCount {
        throw SettingsFault(
          .file(line: line), expected: "at most \(maximumLineByteCount) bytes in a line",
          found: "more")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsFault(.file(line: nil), expected: "UTF-8", found: "other bytes")
    }
    for escape in ["\\u0000", "\\U00000000"] where text.utf8.firstRange(of: escape.utf8) != nil {
      throw SettingsFault(.file(line: nil), expected: "text", found: "'\(escape)'")
    }
    return text
  }

  private static func fault(_ error: any Error) -> SettingsFault {
    guard let error = error as? TOMLParseError else {
      return SettingsFault(.file(line: nil), expected: "TOML", found: "something else")
    }
    let words = error.description.split(separator: "\n").joined(separator: " ")
    return SettingsFault(
      .file(line: Int(error.source.begin.line)), expected: "TOML",
      found: "at column \(error.source.begin.column): "
        + words.prefix(1).lowercased() + words.dropFirst())
  }
}

/// A value as it stands in a file.
public enum SettingValue: Sendable, Equatable {
  case text(String)
  /// Whole or not, in the shortest form.
  case number(String)
  case truth(Bool)
  case list([SettingValue])
  /// A kind that no option takes, in words.
  case other(String)

  /// What it is, in words.
  public var kind: String {
    switch self {
    case .text: "a text"
    case .number: "a number"
    case .truth: "true or false"
    case .list: "a list"
    case .other(let kind): kind
    }
  }
}

/// Walks through tables.
private struct SettingsReader {
  let lines: SettingsLines
  let maximumDepth: Int
  private(set) var tables: [SettingsFile.Table] = []
  private(set) var entries: [SettingsFile.Entry] = []

  init(lines: SettingsLines, maximumDepth: Int) {
    self.lines = lines
    self.maximumDepth = maximumDepth
  }

  mutating func read(_ table: TOMLTable, at path: [String]) {
    for key in table.keys {
      let line = lines.line(of: path + [key])
      guard let value = table[key] else { continue }
      if let inner = value.table, path.count < maximumDepth {
        tables.append(SettingsFile.Table(path: path + [key], line: line))
        read(inner, at: path + [key])
      } else {
        entries.append(
          SettingsFile.Entry(table: path, key: key, value: Self.value(value), line: line))
      }
    }
  }

  private static func value(_ value: any TOMLValueConvertible) -> SettingValue {
    switch value.type {
    case .string: value.string.map { .text($0) } ?? .other("a text")
    case .int: value.int.map { .number("\($0)") } ?? .other("a number")
    case .double: value.double.map { .number("\($0)") } ?? .other("a number")
    case .bool: value.bool.map { .truth($0) } ?? .other("true or false")
    case .array: .list(elements(value.array))
    case .table: .other("a table")
    case .date, .time, .dateTime: .other("a date or time without quotes")
    }
  }

  private static func elements(_ array: TOMLArray?) -> [SettingValue] {
    guard let array else { return [] }
    return (0..<array.count).map { index in
      // A list within a list is nothing that an option takes.
      array[index].type == .array ? .other("a list in a list") : value(array[index])
    }
  }
}
