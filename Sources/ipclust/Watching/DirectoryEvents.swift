import Glibc

/// Says when something happens in directories, so that nobody has to look all the time.
///
/// Only a hint: where the system has no more to give, or a file system tells of nothing, the wait
/// ends by its time.
final class DirectoryEvents {
  /// -1 where the system gives none.
  private let descriptor: Int32

  /// What a writer does to a file, and what is done to names.
  private static let mask = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MODIFY)
  private static let stepMilliseconds: Int32 = 200
  private static let bufferByteCount = 64 << 10

  init(_ directories: [[UInt8]]) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return }
    for directory in directories {
      inotify_add_watch(
        descriptor, directory.map { CChar(bitPattern: $0) } + [0], Self.mask)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Waits until something happened and `quietSeconds` passed since the last of it, or the time is
  /// over; returns at once when `shouldStop` says so.
  func wait(
    atMostSeconds limitSeconds: Int, quietSeconds: Int, shouldStop: () -> Bool
  ) {
    let start = ContinuousClock.now
    var lastEvent: ContinuousClock.Instant?
    while !shouldStop(), ContinuousClock.now - start < .seconds(limitSeconds) {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // A negative descriptor is passed over, and the call only waits.
      poll(&request, 1, Self.stepMilliseconds)
      if drain() { lastEvent = .now }
      if let lastEvent, ContinuousClock.now - lastEvent >= .seconds(quietSeconds) { return }
    }
  }

  /// Takes all that is there; what exactly happened is found out by looking.
  private func drain() -> Bool {
    guard descriptor >= 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: Self.bufferByteCount)
    var hasEvents = false
    while read(descriptor, &buffer, buffer.count) > 0 { hasEvents = true }
    return hasEvents
  }
}
