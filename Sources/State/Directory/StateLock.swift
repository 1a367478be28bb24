#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The right to change the state, which one process has at a time; given back at the end of either.
final class StateLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `busy` within a second where another has it.
  init(in directory: StateDirectory) throws(StateFailure) {
    descriptor = try Self.take(directory.path(of: StateDirectory.lockName))
  }

  deinit { close(descriptor) }

  private static func take(_ path: String) throws(StateFailure) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(errno, path) }
    do throws(StateFailure) {
      try StateDirectory.checkOwner(descriptor, path)
      try lock(descriptor, path)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func lock(_ descriptor: Int32, _ path: String) throws(StateFailure) {
    switch FileLock.take(descriptor) {
    case 0: break
    case EWOULDBLOCK:
      throw StateFailure(.busy, "another run holds '\(path)'; wait until it is done")
    case let number: throw StateFailure(errorNumber: number, "lock", path)
    }
  }

  private static func failure(_ number: Int32, _ path: String) -> StateFailure {
    guard number == ELOOP else { return StateFailure(errorNumber: number, "open", path) }
    return StateFailure(
      .unsafeDirectory, "'\(path)' must be a file, but is a symbolic link; remove it")
  }
}
