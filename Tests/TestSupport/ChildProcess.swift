import Glibc

/// A program that a test runs, together with all that it starts.
///
/// In a process group of its own, which ends with it: what a script leaves in the background holds no
/// descriptor of ours for ever, and nobody waits for it. Foundation's `Process` hears of the end of a
/// program through a socket that any other program started at the same time may have inherited.
public enum ChildProcess {
  public struct Ending: Sendable {
    /// What the program ended with, or the number of the signal that ended it.
    public let status: Int32
    public let wasKilled: Bool
    /// Whether it was ended for taking too long.
    public let wasLate: Bool
  }

  public struct Failure: Error {
    public let program: String
    public let errorNumber: Int32
  }

  private static let stepMicroseconds: UInt32 = 2_000

  /// Runs a program to its end, with no signal blocked or ignored.
  ///
  /// - Parameters:
  ///   - files: what it reads on standard input, and writes on standard output and standard error.
  ///   - limitSeconds: it is ended when it takes longer.
  ///   - meanwhile: called with its number once it was started.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String],
    files: (input: String, output: String, error: String), limitSeconds: Double,
    meanwhile: (pid_t) -> Void = { _ in }
  ) throws -> Ending {
    let child = try start(program, arguments, environment: environment, files: files)
    // Whatever happens, nothing of it stays.
    defer { kill(-child, SIGKILL) }
    meanwhile(child)
    let start = ContinuousClock.now
    let limit = Duration.seconds(limitSeconds)
    var status: Int32 = 0
    var wasLate = false
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { break }
      guard ended == 0 || errno == EINTR else {
        throw Failure(program: program, errorNumber: errno)
      }
      if !wasLate, ContinuousClock.now - start > limit {
        wasLate = true
        kill(-child, SIGKILL)
      }
      usleep(stepMicroseconds)
    }
    let signal = status & 0x7f
    return Ending(
      status: signal == 0 ? status >> 8 & 0xff : signal, wasKilled: signal != 0, wasLate: wasLate)
  }

  private static func start(
    _ program: String, _ arguments: [String], environment: [String: String],
    files: (input: String, output: String, error: String)
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files.input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files.output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files.error, O_WRONLY | O_CREAT, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    // Dispatch blocks nearly all signals on its threads, and whoever starts the tests in the
    // background of a shell has them ignore SIGINT.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    variables.append(nil)
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let number = posix_spawn(&child, program, &actions, &attributes, &words, &variables)
    guard number == 0 else { throw Failure(program: program, errorNumber: number) }
    return child
  }
}
