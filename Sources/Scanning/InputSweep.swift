import Dispatch
import Synchronization

/// Reads many inputs at once, and hands over what each gave in the order of the inputs.
///
/// So the result is that of reading them one after another. Inputs that were read wait for those
/// before them, but only so many may wait: memory does not grow with the number of inputs.
struct InputSweep: Sendable {
  let threadCount: Int

  /// Inputs under way or waiting, for each thread.
  private static let windowPerThread = 4
  private static let pollMilliseconds = 100

  /// Reads `inputCount` inputs.
  ///
  /// - Parameters:
  ///   - read: reads the input at an index, on any thread.
  ///   - poll: called several times a second on this thread while the reading lasts.
  ///   - accept: takes what each input gave, in the order of the inputs, on this thread.
  func run<Result: Sendable>(
    inputCount: Int, read: @escaping @Sendable (Int) -> Result, poll: () -> Void,
    accept: (Int, Result) -> Void
  ) {
    let workerCount = max(1, min(threadCount, inputCount))
    let line = WaitingLine<Result>(
      inputCount: inputCount, windowCount: workerCount * Self.windowPerThread)
    for _ in 0..<min(workerCount, inputCount) {
      DispatchQueue.global().async {
        while let index = line.begin() { line.put(read(index), index) }
      }
    }
    var acceptedCount = 0
    while acceptedCount < inputCount {
      if let result = line.take(acceptedCount, withinMilliseconds: Self.pollMilliseconds) {
        accept(acceptedCount, result)
        acceptedCount += 1
        line.finishOne()
      }
      poll()
    }
  }
}

/// What several threads bring in any order, and one takes in the order of the inputs.
private final class WaitingLine<Result: Sendable>: Sendable {
  private let inputCount: Int
  private let nextIndex = Atomic<Int>(0)
  /// Inputs that may be begun before one of those under way has been accepted.
  private let window: DispatchSemaphore
  private let results = Mutex<[Int: Result]>([:])
  private let isSomethingThere = DispatchSemaphore(value: 0)

  init(inputCount: Int, windowCount: Int) {
    self.inputCount = inputCount
    // Raised step by step: Dispatch traps where a semaphore goes with less than it began with, and
    // a thread may still hold a place when the line goes.
    window = DispatchSemaphore(value: 0)
    for _ in 0..<windowCount { window.signal() }
  }

  /// The input to read next; waits where too many wait to be accepted.
  ///
  /// The input that is to be accepted next is always under way, so somebody will signal.
  func begin() -> Int? {
    window.wait()
    let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
    if index < inputCount { return index }
    // Lets the next thread find out as well.
    window.signal()
    return nil
  }

  func put(_ result: Result, _ index: Int) {
    results.withLock { $0[index] = result }
    isSomethingThere.signal()
  }

  /// What the input at `index` gave, or nil when it is not there in time.
  func take(_ index: Int, withinMilliseconds milliseconds: Int) -> Result? {
    if let result = results.withLock({ $0.removeValue(forKey: index) }) { return result }
    _ = isSomethingThere.wait(timeout: .now() + .milliseconds(milliseconds))
    return results.withLock { $0.removeValue(forKey: index) }
  }

  func finishOne() { window.signal() }
}
