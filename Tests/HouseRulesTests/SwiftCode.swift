/// Swift source with everything blanked that is not code, so that plain patterns can search it.
///
/// Comments and the text of string literals become spaces; line breaks, quotation marks and
/// interpolated code stay where they are. Regex literals between bare slashes are taken for code:
/// ours stand between `#/` and `/#`, which is blanked.
enum SwiftCode {
  static func blanked(_ source: String) -> String {
    var scanner = Scanner(Array(source.unicodeScalars))
    return scanner.run()
  }

  private enum Mode {
    /// Code within this many open parentheses of an interpolation; the file itself has none.
    case code(openParentheses: Int)
    case string(poundCount: Int, isMultiline: Bool)
    case regex
    case lineComment
    case blockComment
  }

  private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var modes: [Mode] = [.code(openParentheses: 0)]
    private var output = String.UnicodeScalarView()

    init(_ scalars: [Unicode.Scalar]) {
      self.scalars = scalars
    }

    mutating func run() -> String {
      while position < scalars.count, let mode = modes.last {
        switch mode {
        case .code(let openParentheses): readCode(openParentheses)
        case .string(let poundCount, let isMultiline): readString(poundCount, isMultiline)
        case .regex: readEnclosed(until: "/#")
        case .lineComment: readLineComment()
        case .blockComment: readBlockComment()
        }
      }
      return String(output)
    }

    private mutating func readCode(_ openParentheses: Int) {
      if starts(with: "//") {
        modes.append(.lineComment)
      } else if starts(with: "/*") {
        modes.append(.blockComment)
        blank(2)
      } else if starts(with: "#/") {
        modes.append(.regex)
        blank(2)
      } else if let poundCount = poundsBeforeQuote() {
        keep(poundCount)
        let isMultiline = starts(with: "\"\"\"")
        keep(isMultiline ? 3 : 1)
        modes.append(.string(poundCount: poundCount, isMultiline: isMultiline))
      } else {
        let scalar = scalars[position]
        keep(1)
        guard modes.count > 1 else { return }
        if scalar == "(" { modes[modes.count - 1] = .code(openParentheses: openParentheses + 1) }
        if scalar == ")" {
          modes[modes.count - 1] = .code(openParentheses: openParentheses - 1)
          if openParentheses == 1 { modes.removeLast() }
        }
      }
    }

    private mutating func readString(_ poundCount: Int, _ isMultiline: Bool) {
      let pounds = String(repeating: "#", count: poundCount)
      let end = (isMultiline ? "\"\"\"" : "\"") + pounds
      if starts(with: end) {
        keep(end.unicodeScalars.count)
        modes.removeLast()
      } else if starts(with: "\\\(pounds)(") {
        blank(poundCount + 1)
        keep(1)
        modes.append(.code(openParentheses: 1))
      } else if starts(with: "\\\(pounds)") {
        blank(poundCount + 2)
      } else if !isMultiline && scalars[position] == "\n" {
        // Not Swift, but the rest of the file is still worth reading.
        modes.removeLast()
      } else {
        blank(1)
      }
    }

    private mutating func readEnclosed(until end: String) {
      if starts(with: end) {
        modes.removeLast()
        blank(end.unicodeScalars.count)
      } else {
        blank(1)
      }
    }

    private mutating func readLineComment() {
      if scalars[position] == "\n" { modes.removeLast() } else { blank(1) }
    }

    /// Block comments nest in Swift.
    private mutating func readBlockComment() {
      if starts(with: "/*") {
        modes.append(.blockComment)
        blank(2)
      } else {
        readEnclosed(until: "*/")
      }
    }

    private func poundsBeforeQuote() -> Int? {
      let pounds = scalars[position...].prefix { $0 == "#" }.count
      let next = position + pounds
      return next < scalars.count && scalars[next] == "\"" ? pounds : nil
    }

    private func starts(with text: String) -> Bool {
      scalars[position...].starts(with: text.unicodeScalars)
    }

    private mutating func keep(_ count: Int) {
      let end = min(position + count, scalars.count)
      output.append(contentsOf: scalars[position..<end])
      position = end
    }

    private mutating func blank(_ count: Int) {
      let end = min(position + count, scalars.count)
      output.append(contentsOf: scalars[position..<end].map { $0 == "\n" ? $0 : " " })
      position = end
    }
  }
}
