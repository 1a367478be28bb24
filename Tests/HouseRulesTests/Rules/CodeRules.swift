extension HouseRule {
  static let printsOnlyInPrograms = HouseRule(name: "only programs print") { tree in
    tree.files.filter(\.isSwift).flatMap { file -> [Violation] in
      if file.sourceTarget == "ipclust" || file.sourceTarget == "ipclust-bench" { return [] }
      // A method called print is somebody's own; `Swift.print` is not.
      let pattern = #/(?:^|[^.\w]|\bSwift\.)(?<name>print|debugPrint|dump)\s*\(/#
      return file.codeLines.compactMap { line in
        guard ["print", "Print", "dump"].contains(where: line.text.contains),
          let match = line.text.firstMatch(of: pattern), !line.text.contains("func ")
        else {
          return nil
        }
        return Violation(
          path: file.path, line: line.number, rule: "'\(match.name)' outside a program",
          remedy: "return the text, or record an issue in a test")
      }
    }
  }

  static let crashesGiveTheirReason = HouseRule(name: "crashes give their reason") { tree in
    tree.files.filter { $0.isSwift && $0.sourceTarget != nil }.flatMap { file -> [Violation] in
      let lines = file.lines
      return file.codeLines.compactMap { line in
        guard let crash = crash(in: line.text) else { return nil }
        let above = line.number > 1 ? lines[line.number - 2].text : ""
        if above.drop(while: \.isWhitespace).hasPrefix("//") { return nil }
        return Violation(
          path: file.path, line: line.number, rule: "'\(crash)' without a reason",
          remedy: "throw, use 'guard let' or a precondition, or give the reason in a comment on "
            + "the line above")
      }
    }
  }

  /// What on this line of code ends the program when a belief is wrong.
  private static func crash(in code: Substring) -> String? {
    guard ["!", "fatal", "unsafelyUn"].contains(where: code.contains) else { return nil }
    if code.contains(#/\btry!/#) { return "try!" }
    if code.contains(#/\bas!/#) { return "as!" }
    if code.contains(#/\bfatalError\s*\(/#) { return "fatalError" }
    if code.contains(#/\.unsafelyUnwrapped\b/#) { return "unsafelyUnwrapped" }
    // After an operand; `!=`, `!==` and the prefix operator stand elsewhere.
    if code.contains(#/[\w)\]}"`>?]!(?!=)/#) { return "!" }
    return nil
  }
}
