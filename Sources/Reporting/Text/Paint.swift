/// Colours of text output, as ANSI escape sequences (ECMA-48, SGR).
enum Paint {
  case heading
  case faint
  case alarm
  case cluster(Int)

  /// Blue, green, yellow, magenta, cyan and their bright forms; red is kept for alarms.
  private static let clusterCodes = [34, 32, 33, 35, 36, 94, 92, 93, 95, 96]

  private var code: String {
    switch self {
    case .heading: "1"
    case .faint: "2"
    case .alarm: "1;31"
    case .cluster(let index): "\(Self.clusterCodes[index % Self.clusterCodes.count])"
    }
  }

  /// `text` in this colour if `style` has colours.
  func callAsFunction(_ text: String, _ style: TextStyle) -> String {
    style.isColored ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
