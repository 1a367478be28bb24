import Records
import Reporting
import Scanning

/// One line on standard error that says how far reading has come, while that takes long.
final class Progress {
  /// Work that is done by then shows nothing.
  private static let delay = Duration.seconds(1)
  private static let interval = Duration.milliseconds(200)

  private let isShown: Bool
  private let width: Int
  private let inputCount: Int
  private var nextTime: ContinuousClock.Instant
  private var hasLine = false

  init(isQuiet: Bool, inputCount: Int) {
    let terminal = Terminal(descriptor: Descriptors.error)
    isShown = !isQuiet && terminal.isATerminal
    width = terminal.width
    self.inputCount = inputCount
    nextTime = .now + Self.delay
  }

  func update(_ progress: Scan.Progress) {
    if Interruption.takeStatusRequest() {
      clear()
      Message.show(text(progress))
    }
    guard isShown, .now >= nextTime else { return }
    nextTime = .now + Self.interval
    // One column is left free: terminals differ on where the cursor stands after the last.
    show("\r" + text(progress).prefix(width - 1) + "\u{1b}[K")
    hasLine = true
  }

  func finish() { clear() }

  private func clear() {
    if hasLine { show("\r\u{1b}[K") }
    hasLine = false
  }

  private func text(_ progress: Scan.Progress) -> String {
    let place = inputCount > 1 ? "; \(progress.inputCount) of \(inputCount) inputs done" : ""
    return "\(progress.byteCount / 1_000_000) MB read" + place
  }

  private func show(_ text: some StringProtocol) {
    try? Output.write(Array(text.utf8), to: Descriptors.error)
  }
}
