import Glibc
import Synchronization

/// What signals asked for; the scan ends at its next look, its results so far are written.
enum Interruption {
  /// The first SIGINT or SIGTERM, else 0.
  private static let received = Atomic<Int32>(0)
  private static let asksForStatus = Atomic<Bool>(false)
  /// Address of the C text that names the file to remove, else 0; a handler can read no more.
  private static let reportLeftover = Atomic<UInt>(0)
  private static let evidenceLeftover = Atomic<UInt>(0)
  private static let modelLeftover = Atomic<UInt>(0)
  private static let labelsLeftover = Atomic<UInt>(0)

  /// How the program must end, once it was interrupted.
  static var status: ExitStatus? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    default: nil
    }
  }

  /// Whether SIGUSR1 came since the last call.
  static func takeStatusRequest() -> Bool {
    asksForStatus.exchange(false, ordering: .relaxed)
  }

  /// Names the unfinished file that a second signal removes on its way out; nil once there is none.
  ///
  /// The copy of a name is never freed: a handler may be about to read it.
  static func removeAtExit(_ name: [CChar]?, for content: Output.Content) {
    let address = name.map { UInt(bitPattern: strdup($0)) } ?? 0
    switch content {
    case .report: reportLeftover.store(address, ordering: .releasing)
    case .evidence: evidenceLeftover.store(address, ordering: .releasing)
    case .model: modelLeftover.store(address, ordering: .releasing)
    case .labels: labelsLeftover.store(address, ordering: .releasing)
    }
  }

  private static func endAtOnce(_ number: Int32) {
    remove(reportLeftover.load(ordering: .acquiring))
    remove(evidenceLeftover.load(ordering: .acquiring))
    remove(modelLeftover.load(ordering: .acquiring))
    remove(labelsLeftover.load(ordering: .acquiring))
    _exit(128 + number)
  }

  private static func remove(_ address: UInt) {
    if let name = UnsafePointer<CChar>(bitPattern: address) { unlink(name) }
  }

  static func install() {
    // A reader that goes away and a full quota are errors of `write`, not ends of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // Touched before any handler runs: the first use of a static is no work for a handler.
    _ = received.load(ordering: .relaxed)
    _ = asksForStatus.load(ordering: .relaxed)
    _ = reportLeftover.load(ordering: .relaxed)
    _ = evidenceLeftover.load(ordering: .relaxed)
    _ = modelLeftover.load(ordering: .relaxed)
    _ = labelsLeftover.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM] where !isIgnored(number) {
      handle(number, restartsCalls: false) { number in
        let (isFirst, _) = Interruption.received.compareExchange(
          expected: 0, desired: number, ordering: .relaxed)
        if !isFirst { Interruption.endAtOnce(number) }
      }
    }
    handle(SIGUSR1, restartsCalls: true) { _ in
      Interruption.asksForStatus.store(true, ordering: .relaxed)
    }
    unblock([SIGINT, SIGTERM, SIGUSR1])
  }

  /// A parent that starts us from a worker thread hands down its mask, under which no signal would
  /// ever arrive.
  private static func unblock(_ numbers: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    sigprocmask(SIG_UNBLOCK, &set, nil)
  }

  /// A parent such as nohup may have asked that we live on.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// - Parameter restartsCalls: whether a read that waits goes on waiting after the signal.
  private static func handle(
    _ number: Int32, restartsCalls: Bool, _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = restartsCalls ? SA_RESTART : 0
    sigaction(number, &action, nil)
  }
}
