import Foundation

@testable import Watching

/// A disk that refuses some calls, told by their number from 1.
final class FailingCalls {
  var refusedWrites: [Int: Int32] = [:]
  var refusedSynchronizations: [Int: Int32] = [:]
  /// How many bytes a refused write takes before it is refused.
  var tornByteCount = 0
  private(set) var writeCount = 0
  private(set) var synchronizationCount = 0

  var calls: FileCalls {
    var calls = FileCalls()
    let real = FileCalls()
    calls.write = { [self] descriptor, bytes, count, offset in
      writeCount += 1
      guard let errorNumber = refusedWrites[writeCount] else {
        return real.write(descriptor, bytes, count, offset)
      }
      if tornByteCount > 0 {
        let taken = min(tornByteCount, count)
        tornByteCount = 0
        // A short write; the next call, for the rest, is refused.
        refusedWrites[writeCount + 1] = errorNumber
        return real.write(descriptor, bytes, taken, offset)
      }
      errno = errorNumber
      return -1
    }
    calls.synchronize = { [self] descriptor in
      synchronizationCount += 1
      guard let errorNumber = refusedSynchronizations[synchronizationCount] else {
        return real.synchronize(descriptor)
      }
      errno = errorNumber
      return -1
    }
    return calls
  }
}
