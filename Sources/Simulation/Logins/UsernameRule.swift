import Learning

/// How accounts are named: an initial and a surname, `jsmith`, and `jsmith2` where that is taken.
///
/// Attackers guess by the same rule, since many organizations follow it.
enum UsernameRule {
  /// Common surnames of several languages, the commonest first.
  static let surnames = [
    "smith", "johnson", "garcia", "mueller", "martin", "brown", "novak", "rossi", "lopez", "silva",
    "kim", "nguyen", "jansen", "wilson", "ivanov", "khan", "schmidt", "dubois", "tanaka", "larsen",
    "kowalski", "santos", "wang", "hughes",
  ]
  /// Letters that given names begin with, the commonest first.
  static let initials = Array("jamscldretkbpnghivofwyzu")

  /// Accounts that software makes, and that attackers try first.
  static let services = ["admin", "backup", "deploy", "git", "jenkins", "postgres"]
  /// What attackers try though it is seldom an account here.
  static let defaultNames = [
    "root", "test", "guest", "user", "oracle", "mysql", "ftp", "ubuntu", "pi", "support", "info",
    "www", "nagios", "administrator",
  ]

  /// An initial and a surname, common ones more often.
  static func personName(using generator: inout SeededGenerator) -> String {
    let initial = initials[commonIndex(below: initials.count, using: &generator)]
    return "\(initial)" + surnames[commonIndex(below: surnames.count, using: &generator)]
  }

  /// The lesser of two draws: index 0 comes nearly twice as often as the middle, the last seldom.
  private static func commonIndex(below count: Int, using generator: inout SeededGenerator) -> Int {
    min(generator.nextIndex(below: count), generator.nextIndex(below: count))
  }

  /// `count` different names, most of people.
  static func accounts(_ count: Int, using generator: inout SeededGenerator) -> [String] {
    let serviceCount = min(services.count, count / 40)
    var names = Array(services.prefix(serviceCount))
    var usedCounts: [String: Int] = [:]
    while names.count < count {
      let name = personName(using: &generator)
      let useCount = (usedCounts[name] ?? 0) + 1
      usedCounts[name] = useCount
      names.append(useCount == 1 ? name : "\(name)\(useCount)")
    }
    return names
  }

  /// `name` with one slip of the finger: a letter left out, doubled, swapped or replaced.
  static func misspelled(_ name: String, using generator: inout SeededGenerator) -> String {
    var letters = Array(name)
    let index = generator.nextIndex(below: letters.count)
    switch generator.nextIndex(below: 4) {
    case 0 where letters.count > 1: letters.remove(at: index)
    case 1: letters.insert(letters[index], at: index)
    case 2 where index + 1 < letters.count: letters.swapAt(index, index + 1)
    default: letters[index] = generator.nextElement(of: initials)
    }
    return String(letters)
  }
}
