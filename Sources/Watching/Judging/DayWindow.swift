import Detection
import Features
import Records
import State

/// The addresses of one side, family and day, and which of them are strangers so far.
///
/// All of a day are judged together, in whatever files they come, because the rate of false findings
/// is one of many judgements: among those of a file alone, a single newcomer would be found easily.
struct DayWindow {
  private var addresses: Set<IPAddress>
  /// Addresses of the day before: what a day holds, while this one is young.
  private let previousCount: Int
  private var judgements: [BaselineJudge.Judgement] = []

  /// - Parameter addresses: of the day so far.
  init(addresses: [IPAddress], previousCount: Int) {
    self.addresses = Set(addresses)
    self.previousCount = previousCount
  }

  /// Takes what came with a capture, and gives those that the day had not seen.
  mutating func insert(_ others: [IPAddress]) -> [IPAddress] {
    others.filter { addresses.insert($0).inserted }
  }

  mutating func add(_ judgements: [BaselineJudge.Judgement]) { self.judgements += judgements }

  /// Those that do not belong, by all that the day has shown.
  func findings(by judge: BaselineJudge) -> [BaselineJudge.Judgement] {
    judge.findings(
      among: judgements, populationCount: max(addresses.count, previousCount))
  }
}

/// Names one window.
struct DayWindowKey: Hashable {
  let day: Int64
  let side: Side
  let family: AddressFamily
}
