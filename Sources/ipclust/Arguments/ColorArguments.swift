import ArgumentParser
import Reporting

/// Whether text is coloured.
struct ColorArguments: ParsableArguments {
  private enum Choice: String, CaseIterable {
    case auto
    case always
    case never
  }

  @Option(
    help: "Colour text: auto (on a terminal, unless NO_COLOR is set), always or never.",
    completion: .list(Choice.allCases.map(\.rawValue)))
  var color = "auto"

  /// How text looks on `terminal`.
  func style(on terminal: Terminal) throws -> TextStyle {
    var style = terminal.style
    switch try OptionValue("--color", color).choice(Choice.self) {
    case .auto: break
    case .always: style.isColored = true
    case .never: style.isColored = false
    }
    return style
  }
}
