/// Text as the terminal can show it.
extension TextStyle {
  /// Replaces typographic signs where only ASCII can be shown; other scalars are written out.
  func typeset(_ text: String) -> String {
    if isUnicode || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var ascii = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "–", "—", "−": ascii += "-"
      case "…": ascii += "..."
      case "×", "✕": ascii += "x"
      case "²": ascii += "^2"
      case "\u{a0}": ascii += " "
      case _ where scalar.isASCII: ascii.unicodeScalars.append(scalar)
      default: ascii += TerminalText.escape(String(scalar), isUnicode: false)
      }
    }
    return ascii
  }

  /// The lines of `text`, broken at spaces to at most `width` columns.
  ///
  /// Longer words are broken where the line ends. Every character counts as one column: addresses
  /// and our own words do, and a wide character in a file name only makes its line longer.
  func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in typeset(text).split(separator: " ") {
      var rest = word
      if !line.isEmpty && line.count + 1 + rest.count > width {
        lines.append(line)
        line = ""
      }
      while rest.count > width {
        lines.append(String(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
      line += line.isEmpty ? rest : " " + rest
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func rightAligned(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
