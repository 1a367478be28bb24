import Foundation

/// A line of JSON, its members named by paths: `finding_info.analytic.name`; elements of arrays share
/// the path of their array with `[]` behind it.
struct AlertDocument {
  /// What stands at each path, leaves only.
  let leaves: [(path: String, value: Any)]

  init(_ line: [UInt8]) throws {
    let root = try JSONSerialization.jsonObject(with: Data(line))
    var leaves: [(String, Any)] = []
    Self.collect(root, "", &leaves)
    self.leaves = leaves
  }

  private static func collect(_ value: Any, _ path: String, _ leaves: inout [(String, Any)]) {
    if let members = value as? [String: Any] {
      for (key, member) in members {
        collect(member, path.isEmpty ? key : "\(path).\(key)", &leaves)
      }
    } else if let elements = value as? [Any] {
      for element in elements { collect(element, path + "[]", &leaves) }
    } else {
      leaves.append((path, value))
    }
  }

  func values(_ path: String) -> [Any] { leaves.filter { $0.path == path }.map(\.value) }
  func string(_ path: String) -> String? { values(path).first as? String }
  func strings(_ path: String) -> [String] { values(path + "[]").compactMap { $0 as? String } }
  func integer(_ path: String) -> Int? { values(path).first as? Int }

  /// What a row of a schema asks of a value.
  enum Kind {
    case text
    case constant(String)
    case oneOf(Set<String>)
    case address
    case time
    case integer
    case number(Double)
    case float
    case isTrue

    func takes(_ value: Any) -> Bool {
      switch self {
      case .text: return (value as? String)?.isEmpty == false
      case .constant(let text): return value as? String == text
      case .oneOf(let texts): return (value as? String).map(texts.contains) == true
      case .address:
        guard let text = value as? String else { return false }
        var room = in6_addr()
        return inet_pton(text.contains(":") ? AF_INET6 : AF_INET, text, &room) == 1
      case .time:
        return (value as? String)?.wholeMatch(
          of: #/[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z/#)
          != nil
      case .integer:
        guard let number = value as? NSNumber, !isBoolean(number) else { return false }
        return number.doubleValue == number.doubleValue.rounded()
      case .number(let expected):
        guard let number = value as? NSNumber, !isBoolean(number) else { return false }
        return number.doubleValue == expected
      case .float:
        guard let number = value as? NSNumber, !isBoolean(number) else { return false }
        return number.doubleValue.isFinite
      case .isTrue:
        return (value as? NSNumber).map { isBoolean($0) && $0.boolValue } == true
      }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { isBooleanNumber(number) }
  }

  /// One attribute of a schema.
  struct Rule {
    let path: String
    let kind: Kind
    let isRequired: Bool

    init(_ path: String, _ kind: Kind, isRequired: Bool = true) {
      self.path = path
      self.kind = kind
      self.isRequired = isRequired
    }
  }

  /// What the document lacks or has too much of, by rules that name all that may be there.
  ///
  /// - Parameter free: objects whose members are ours to choose.
  func misses(of rules: [Rule], free: String) -> [String] {
    var misses: [String] = []
    for rule in rules where rule.isRequired && values(rule.path).isEmpty {
      misses.append("\(rule.path) is missing")
    }
    for leaf in leaves where !leaf.path.hasPrefix(free) {
      guard let rule = rules.first(where: { $0.path == leaf.path }) else {
        misses.append("\(leaf.path) is no attribute of the schema")
        continue
      }
      if !rule.kind.takes(leaf.value) { misses.append("\(leaf.path) is \(leaf.value)") }
    }
    return misses
  }
}

/// Whether a number of JSONSerialization was `true` or `false`.
private func isBooleanNumber(_ number: NSNumber) -> Bool {
  // Booleans are the only numbers of this type; others are of Int or Double.
  String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
}
