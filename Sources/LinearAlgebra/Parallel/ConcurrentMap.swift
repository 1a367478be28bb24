import Dispatch
import Synchronization

/// Returns `body(0)`, `body(1)`, … in order, computed by up to `threadCount` threads.
///
/// Threads take the next index when they are done with the last, and wait blocking. The result
/// does not depend on the thread count as long as `body` depends on its index only.
public func concurrentMap<Result: Sendable>(
  count: Int, threadCount: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard count > 1, threadCount > 1 else { return (0..<count).map(body) }
  let next = Atomic(0)
  let finished = Mutex<[(index: Int, result: Result)]>([])
  DispatchQueue.concurrentPerform(iterations: min(threadCount, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      let result = body(index)
      finished.withLock { $0.append((index, result)) }
    }
  }
  return finished.withLock { $0 }.sorted { $0.index < $1.index }.map(\.result)
}
