/// What a configuration file says: keys and values in tables, in the order of their lines.
///
/// The text is TOML 1.0 without what no option takes: inline tables, lists of tables and texts over
/// several lines. We read it ourselves, because every fault shall be told with its line, and because the
/// one library of the kind that was at hand ends the program on a file such as `[[[`.
/// - SeeAlso: *TOML v1.0.0*, https://toml.io/en/v1.0.0.
public struct SettingsFile: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// The names of the tables around it, outermost first.
    public let table: [String]
    public let key: String
    public let value: SettingValue
    /// From 1.
    public let line: Int
  }

  public struct Table: Sendable, Equatable {
    public let path: [String]
    public let line: Int
  }

  public private(set) var tables: [Table] = []
  public private(set) var entries: [Entry] = []
  /// Lines that could not be read, in their order; what stands on the others counts.
  public private(set) var faults: [SettingsFault] = []

  public static let maximumByteCount = 1 << 20
  /// Bytes of a line.
  static let maximumLineByteCount = 4096

  /// Reads all lines.
  ///
  /// - Throws: what is wrong with the file as a whole.
  public init(_ bytes: [UInt8]) throws(SettingsFault) {
    guard bytes.count <= Self.maximumByteCount else {
      throw SettingsFault(
        .file(line: nil), expected: "a file of at most \(Self.maximumByteCount) bytes",
        found: "more")
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw SettingsFault(.file(line: nil), expected: "UTF-8", found: "other bytes")
    }
    var cursor = SettingsCursor(bytes)
    var known = KnownNames()
    var table: [String]? = []
    while !cursor.isAtEnd {
      do throws(SettingsFault) {
        try readLine(&cursor, &table, &known)
      } catch {
        faults.append(error)
        cursor.passLine()
      }
    }
  }

  /// The tables and keys that have been named.
  private struct KnownNames {
    var tables: Set<[String]> = []
    var keys: Set<[String]> = []
  }

  /// - Parameter table: the one that the line stands in; nil below a header that could not be read,
  ///   whose keys are passed over.
  private mutating func readLine(
    _ cursor: inout SettingsCursor, _ table: inout [String]?, _ known: inout KnownNames
  ) throws(SettingsFault) {
    cursor.passBlanks()
    guard try !cursor.takeLineEnd() else { return }
    try cursor.expectShortLine()
    let line = cursor.line
    if cursor.take("[") {
      table = nil
      guard !cursor.take("[") else {
        throw cursor.fault("a table such as '[scan]'", "a list of tables")
      }
      let path = try cursor.path()
      try cursor.expect("]")
      guard known.tables.insert(path).inserted, !known.keys.contains(path) else {
        throw SettingsFault(
          .file(line: line), expected: "every table once",
          found: "'[\(path.joined(separator: "."))]' again")
      }
      try cursor.expectLineEnd()
      tables.append(Table(path: path, line: line))
      table = path
      return
    }
    let path = try cursor.path()
    try cursor.expect("=")
    let value = try cursor.value()
    guard let around = table else { return try cursor.expectLineEnd() }
    let whole = around + path
    guard known.keys.insert(whole).inserted, !known.tables.contains(whole) else {
      throw SettingsFault(
        .file(line: line), expected: "every key once in its table",
        found: "'\(path.joined(separator: "."))' again")
    }
    // Last of all, since a fault ends at the end of its line.
    try cursor.expectLineEnd()
    let holder = Array(whole.dropLast())
    if !path.dropLast().isEmpty, !tables.contains(where: { $0.path == holder }) {
      tables.append(Table(path: holder, line: line))
    }
    entries.append(
      Entry(table: holder, key: whole[whole.count - 1], value: value, line: line))
  }
}

/// A value as it stands in a file.
public enum SettingValue: Sendable, Equatable {
  case text(String)
  /// As it is written, without underscores.
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
