import Glibc

/// A program that is given some bytes and waited for, but not for ever.
///
/// It leads a process group of its own, so that what it started is stopped with it; of our descriptors
/// it has standard error only. Its standard input is a pipe, its standard output goes nowhere.
struct ChildProcess {
  enum End: Equatable {
    case status(Int32)
    case signal(Int32)
    case tookTooLong
    case cancelled
    /// As in `errno`.
    case notStarted(Int32)
  }

  let arguments: [[UInt8]]
  let environment: [[UInt8]]

  /// How long a look waits for the next.
  private static let lookMilliseconds: Int32 = 10
  /// How long a program that was asked to end may take, before it is made to.
  private static let graceSeconds = 1.0

  func run(input: [UInt8], limitSeconds: Double, isCancelled: () -> Bool) -> End {
    var pipeEnds: [Int32] = [-1, -1]
    guard pipe(&pipeEnds) == 0 else { return .notStarted(errno) }
    // No other program that we start may hold the ends, or the reader never sees the end.
    for end in pipeEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (status, process) = start(standardInput: pipeEnds[0])
    close(pipeEnds[0])
    defer { if pipeEnds[1] >= 0 { close(pipeEnds[1]) } }
    guard status == 0 else { return .notStarted(status) }
    _ = fcntl(pipeEnds[1], F_SETFL, O_NONBLOCK)

    let deadline = Self.now() + limitSeconds
    var rest = input[...]
    while true {
      if pipeEnds[1] >= 0, !Self.write(&rest, to: pipeEnds[1]) || rest.isEmpty {
        close(pipeEnds[1])
        pipeEnds[1] = -1
      }
      if let end = Self.end(of: process) { return end }
      if isCancelled() { return stop(process, because: .cancelled) }
      if Self.now() > deadline { return stop(process, because: .tookTooLong) }
      poll(nil, 0, Self.lookMilliseconds)
    }
  }

  // MARK: Starting

  private func start(standardInput: Int32) -> (status: Int32, process: pid_t) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    for descriptor in Self.openDescriptors() where descriptor > 2 {
      // One that is closed by then is no error.
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    prepare(&attributes)
    var process: pid_t = 0
    let status = Self.withTexts(arguments) { arguments in
      Self.withTexts(environment) { environment in
        // There is a first argument, so the vector begins with it.
        posix_spawnp(&process, arguments[0]!, &actions, &attributes, arguments, environment)
      }
    }
    return (status, process)
  }

  /// Those of ours close by themselves when a program starts; libraries may forget it for theirs.
  private static func openDescriptors() -> [Int32] {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var descriptors: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let descriptor = Int32(name) { descriptors.append(descriptor) }
    }
    return descriptors
  }

  /// Gives the program signals as programs expect them: not those that we ignore or block.
  private func prepare(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var handled = sigset_t()
    sigemptyset(&handled)
    for number in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP, SIGUSR1] {
      sigaddset(&handled, number)
    }
    posix_spawnattr_setsigdefault(&attributes, &handled)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags =
      Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// Calls `body` with the vector that C programs are given, ended by nil.
  private static func withTexts<R>(
    _ texts: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies: [UnsafeMutablePointer<CChar>?] = texts.map { text in
      (text.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
        // Not empty: it ends in a zero.
        strdup($0.baseAddress!)
      }
    }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }

  // MARK: Feeding

  /// Writes as much as the pipe takes; false once nobody reads any more.
  private static func write(_ rest: inout ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
    while !rest.isEmpty {
      let (count, errorNumber) = rest.withUnsafeBytes { bytes in
        withoutPipeSignal { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errorNumber == EAGAIN {
        return true
      } else if errorNumber != EINTR {
        return false
      }
    }
    return true
  }

  /// Calls `body` so that a pipe without a reader is an error and not the end of the process, even in
  /// programs that do not ignore the signal.
  private static func withoutPipeSignal(_ body: () -> Int) -> (result: Int, errorNumber: Int32) {
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    var former = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &former)
    let result = body()
    let errorNumber = errno
    if result < 0 && errorNumber == EPIPE {
      // The signal is directed at this thread, where it waits; taken, it is gone.
      var none = timespec()
      while sigtimedwait(&pipeSignal, nil, &none) < 0 && errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &former, nil)
    return (result, errorNumber)
  }

  // MARK: Ending

  /// How the process ended; nil while it runs.
  private static func end(of process: pid_t) -> End? {
    var status: Int32 = 0
    let found = waitpid(process, &status, WNOHANG)
    if found == 0 || found < 0 && errno == EINTR { return nil }
    guard found == process else { return .notStarted(errno) }
    // As WIFEXITED, WEXITSTATUS and WTERMSIG take a status apart.
    let signal = status & 0x7f
    return signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
  }

  /// Ends the process and all of its group.
  private func stop(_ process: pid_t, because end: End) -> End {
    kill(-process, SIGTERM)
    let deadline = Self.now() + Self.graceSeconds
    var hasEnded = false
    while !hasEnded && Self.now() < deadline {
      hasEnded = Self.end(of: process) != nil
      if !hasEnded { poll(nil, 0, Self.lookMilliseconds) }
    }
    // Whatever is left of the group; nothing, if all obeyed.
    kill(-process, SIGKILL)
    while !hasEnded {
      hasEnded = Self.end(of: process) != nil
      if !hasEnded { poll(nil, 0, Self.lookMilliseconds) }
    }
    return end
  }

  /// Seconds of the monotonic clock.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
