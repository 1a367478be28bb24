import Reporting

extension Terminal {
  /// How text looks here.
  ///
  /// - Parameter color: the value of `--color`.
  /// - Throws: where it is no choice.
  func style(color: String) throws -> TextStyle {
    var style = TextStyle()
    style.width = width
    style.isUnicode = isUnicode
    switch try OptionValue("--color", color).choice(ColorChoice.self) {
    case .auto: style.isColored = wantsColor
    case .always: style.isColored = true
    case .never: style.isColored = false
    }
    return style
  }
}
