/// The name that was probably meant.
enum NearestName {
  /// The nearest of `names`, if it differs in a third of its characters or fewer; the first of equals.
  static func of(_ name: String, among names: [String]) -> String? {
    // What is longer than any name resembles none.
    guard name.utf8.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(Array(name.utf8), Array(candidate.utf8))
      guard distance <= max(1, candidate.utf8.count / 3) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions and replacements that turn one into the other.
  /// - SeeAlso: Wagner and Fischer, *The String-to-String Correction Problem* (1974).
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (index, byte) in one.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in other.indices {
        let replaced = diagonal + (byte == other[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[other.count]
  }
}
