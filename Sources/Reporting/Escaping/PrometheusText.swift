/// Values of labels in Prometheus's text format, as they stand between the quotes.
enum PrometheusText {
  /// Hidden scalars are written out as for a terminal, then backslashes and quotes get a backslash.
  static func label(_ text: String) -> String {
    var label = ""
    for scalar in TerminalText.escape(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { label += "\\" }
      label.unicodeScalars.append(scalar)
    }
    return label
  }
}
