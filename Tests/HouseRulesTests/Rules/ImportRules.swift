/// The floor plan: which modules of ours, and which C modules, a target may import.
///
/// docs/architecture.md says why; Package.swift depends accordingly.
let floorPlan: [String: Set<String>] = [
  "Records": [],
  "LinearAlgebra": [],
  "Settings": [],
  "Readers": [
    "Records", "GRDB", "CPcap", "CSQLite", "CZlib", "CZstd", "CLZ4", "CLZMA", "CBzip2",
  ],
  "Features": ["Records", "LinearAlgebra"],
  "Learning": ["LinearAlgebra"],
  "Detection": ["Records", "Features", "Learning", "LinearAlgebra"],
  "Simulation": ["Records", "LinearAlgebra", "Learning"],
  "Scanning": ["Records", "Readers", "Features", "Detection", "GRDB"],
  "State": ["Records", "Features", "GRDB"],
  "Reporting": [
    "Records", "Settings", "LinearAlgebra", "Features", "Learning", "Detection", "State",
  ],
  "Watching": [
    "Records", "Readers", "Features", "Detection", "State", "Scanning", "Reporting", "CCurl",
  ],
  "ipclust": [
    "Records", "Settings", "Features", "Simulation", "Detection", "State", "Reporting", "Scanning",
    "Watching", "CSandbox", "ArgumentParser",
  ],
  "ipclust-bench": [
    "Records", "LinearAlgebra", "Readers", "Features", "Learning", "Detection", "ArgumentParser",
  ],
]

/// Targets whose figures must be the same bytes on every machine.
private let arithmeticTargets: Set = [
  "LinearAlgebra", "Features", "Learning", "Simulation", "Detection",
]

/// Modules that bring the C library's exp and log, which differ between processors.
private let mathematicsModules: Set = [
  "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin",
]

/// Modules of the C library, by which a decoder could open files.
private let systemModules: Set = ["Glibc", "Musl", "Darwin"]

extension HouseRule {
  static let oneImporterPerCModule = HouseRule(name: "one file imports each C module") { tree in
    tree.cModules.flatMap { module in
      tree.imports.filter { $0.module == module }.dropFirst().map { extra in
        Violation(
          path: extra.path, line: extra.line, rule: "a second file imports \(module)",
          remedy: "call what the first file wraps, or extend that file")
      }
    }
  }

  static let importsFollowTheFloorPlan = HouseRule(name: "imports follow the floor plan") { tree in
    let ours = Set(floorPlan.keys).union(floorPlan.values.joined()).union(tree.cModules)
    return tree.imports.compactMap { found in
      guard let target = found.target else { return nil }
      guard let allowed = floorPlan[target] else {
        return found.violation(
          "target \(target) is not on the floor plan",
          "give it a floor in Tests/HouseRulesTests and docs/architecture.md")
      }
      if ours.contains(found.module) && !allowed.contains(found.module) {
        return found.violation(
          "\(target) may not import \(found.module)",
          "it may import \(allowed.sorted().joined(separator: ", ").orNothing); move the code, "
            + "or move the wall and say why in docs/architecture.md")
      }
      if arithmeticTargets.contains(target) && mathematicsModules.contains(found.module) {
        return found.violation(
          "\(target) imports \(found.module), whose exp and log differ between processors",
          "use the functions of LinearAlgebra")
      }
      if target == "Records" && systemModules.contains(found.module) {
        return found.violation(
          "Records imports \(found.module), but decoding cannot see files",
          "take bytes or text as parameters, and read files in Readers")
      }
      return nil
    }
  }
}

extension String {
  fileprivate var orNothing: String { isEmpty ? "nothing of ours" : self }
}

/// One import declaration.
private struct Import {
  let path: String
  let line: Int
  let target: String?
  let module: String

  func violation(_ rule: String, _ remedy: String) -> Violation {
    Violation(path: path, line: line, rule: rule, remedy: remedy)
  }
}

extension TrackedTree {
  /// The names of the folders with a module map.
  fileprivate var cModules: [String] {
    files.filter { $0.path.hasSuffix("/module.modulemap") }.compactMap(\.sourceTarget)
  }

  fileprivate var imports: [Import] {
    let pattern =
      #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|var|let)\s+)?(?<module>\w+)/#
    return files.filter(\.isSwift).flatMap { file in
      file.codeLines.compactMap { line in
        // Most lines need no regular expression, which is slow in a debug build.
        guard line.text.contains("import"), let match = line.text.firstMatch(of: pattern) else {
          return nil
        }
        return Import(
          path: file.path, line: line.number, target: file.sourceTarget,
          module: String(match.module))
      }
    }
  }
}
