import Records
import Reporting

/// One line on standard error that says how far reading has come, while that takes long.
final class Progress {
  /// Work that is done by then shows nothing.
  private static let delay = Duration.seconds(1)
  private static let interval = Duration.milliseconds(200)

  private let isShown: Bool
  private let width: Int
  private let inputs: [InputPath]
  private var nextTime: ContinuousClock.Instant
  private var hasLine = false

  init(isQuiet: Bool, inputs: [InputPath]) {
    let terminal = Terminal(descriptor: Descriptors.error)
    isShown = !isQuiet && terminal.isATerminal
    width = terminal.width
    self.inputs = inputs
    nextTime = .now + Self.delay
  }

  /// - Parameter byteCount: bytes read so far of the input at `inputIndex`.
  func update(inputIndex: Int, byteCount: Int) {
    if Interruption.takeStatusRequest() {
      clear()
      Message.show(text(inputIndex, byteCount))
    }
    guard isShown, .now >= nextTime else { return }
    nextTime = .now + Self.interval
    // One column is left free: terminals differ on where the cursor stands after the last.
    show("\r" + text(inputIndex, byteCount).prefix(width - 1) + "\u{1b}[K")
    hasLine = true
  }

  func finish() { clear() }

  private func clear() {
    if hasLine { show("\r\u{1b}[K") }
    hasLine = false
  }

  private func text(_ inputIndex: Int, _ byteCount: Int) -> String {
    let place = inputs.count > 1 ? " (\(inputIndex + 1) of \(inputs.count))" : ""
    let name = inputs.indices.contains(inputIndex) ? TerminalText.name(of: inputs[inputIndex]) : ""
    return "\(byteCount / 1_000_000) MB read of \(name)\(place)"
  }

  private func show(_ text: some StringProtocol) {
    try? Output.write(Array(text.utf8), to: Descriptors.error)
  }
}
