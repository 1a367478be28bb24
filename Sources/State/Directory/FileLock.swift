#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The right to a file, which one process has at a time; given back when its descriptor is closed.
package enum FileLock {
  /// A program that is being started holds what its parent held, until it takes the place of the
  /// parent's copy; that is no other user, and is over soon.
  private static let patienceMilliseconds = 500
  private static let stepMilliseconds = 10

  /// Takes the lock, waiting half a second at most.
  ///
  /// - Returns: 0, or the system's number for why not: EWOULDBLOCK where another has it.
  package static func take(_ descriptor: Int32) -> Int32 {
    var waitedMilliseconds = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      switch number {
      case EINTR: continue
      case EWOULDBLOCK where waitedMilliseconds < patienceMilliseconds:
        usleep(UInt32(stepMilliseconds * 1_000))
        waitedMilliseconds += stepMilliseconds
      default: return number
      }
    }
    return 0
  }
}
