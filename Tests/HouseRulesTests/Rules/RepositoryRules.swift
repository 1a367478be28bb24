extension HouseRule {
  static let noMachinePaths = HouseRule(name: "no path of one machine") { tree in
    tree.files.flatMap { file in
      file.lines.compactMap { line in
        let beginnings = ["work", "root", "opt", "home", "Users"].map { "/" + $0 }
        guard beginnings.contains(where: line.text.contains),
          let match = line.text.firstMatch(of: machinePath)
        else {
          return nil
        }
        return Violation(
          path: file.path, line: line.number, rule: "'\(match.path)' is a path of one machine",
          remedy: "name the file from the root of the repository")
      }
    }
  }

  /// A personal or working directory, not the end of a longer path or address.
  private nonisolated(unsafe) static let machinePath =
    #/(?:^|[^\w.~$*})\/-])(?<path>\/(?:work|root|opt\/swift|(?:home|Users)\/\w+))(?![\w-])/#

  static let noUncheckedBuilds = HouseRule(name: "no unchecked builds") { tree in
    // In two parts, so that this file does not break its own rule.
    let flags = ["-O" + "unchecked", "-enforce-exclusivity=" + "unchecked"]
    return tree.files.filter { !$0.isMarkdown }.flatMap { file in
      file.lines.compactMap { line in
        guard let flag = flags.first(where: { line.text.contains($0) }) else { return nil }
        return Violation(
          path: file.path, line: line.number, rule: "'\(flag)' turns checks on input off",
          remedy: "use -O, and make the checks cheap")
      }
    }
  }

  static let capturesHaveRows = HouseRule(name: "every capture has a row") { tree in
    let rows = tree.file("captures/README.md")?.lines.filter { $0.text.hasPrefix("|") } ?? []
    return tree.files.filter(\.isCapture).compactMap { file in
      let name = file.path.dropFirst("captures/".count)
      if rows.contains(where: { $0.text.contains("`\(name)`") }) { return nil }
      return Violation(
        path: file.path, line: nil, rule: "no row in captures/README.md",
        remedy: "add '| `\(name)` | …' with how it was made and what it shows")
    }
  }

  static let namesSaySomething = HouseRule(name: "names say something") { tree in
    tree.files.flatMap { file -> [Violation] in
      let component = file.components.first { isVague($0.prefix { $0 != "." }) }
      let ofPath = component.map {
        Violation(
          path: file.path, line: nil, rule: "'\($0)' says nothing",
          remedy: "name the file or folder after what it holds")
      }
      guard file.isSwift else { return [ofPath].compactMap { $0 } }
      let declaration = #/\b(?:struct|class|enum|actor|protocol|typealias)\s+(?<name>\w+)/#
      let ofTypes = file.codeLines.compactMap { line -> Violation? in
        guard let match = line.text.firstMatch(of: declaration), isVague(match.name) else {
          return nil
        }
        return Violation(
          path: file.path, line: line.number, rule: "'\(match.name)' says nothing",
          remedy: "name the type after what it is")
      }
      return [ofPath].compactMap { $0 } + ofTypes
    }
  }

  private static func isVague(_ name: Substring) -> Bool {
    let words = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Manager", "Base"]
    return words.contains { word in
      // At the end of a name in camel case, or the whole of one in small letters.
      name.hasSuffix(word) || name == word.lowercased()
    }
  }

  static let noBuildProducts = HouseRule(name: "no build product is tracked") { tree in
    tree.files.compactMap { file in
      let made = [".build", ".swiftpm", "Package.resolved", "__pycache__"]
      guard let name = file.components.first(where: { made.contains(String($0)) }) else {
        return nil
      }
      return Violation(
        path: file.path, line: nil, rule: "'\(name)' is made by the build",
        remedy: "git rm --cached it; .gitignore names it")
    }
  }
}

extension TrackedFile {
  /// Data of the captures folder: whatever has an extension and is neither text about it nor code.
  fileprivate var isCapture: Bool {
    guard path.hasPrefix("captures/"), let name = components.last else { return false }
    let withoutRow = [".md", ".py", ".sh"]
    return name.contains(".") && !withoutRow.contains { name.hasSuffix($0) }
  }
}
