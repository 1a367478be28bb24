/// The values a feature takes in a group of addresses, gathered into a few runs.
struct ValueRuns {
  /// Every value that occurs.
  let values: Set<Double>
  /// Rising; between two runs lies one of the widest gaps.
  let runs: [ClosedRange<Double>]

  /// More runs than this are no help to a reader.
  private static let largestRunCount = 3
  /// Values at most this far apart belong to one run.
  private static let tolerableGap = 8.0

  /// - Precondition: there is at least one value.
  init(_ all: some Sequence<Double>) {
    values = Set(all)
    let sorted = values.sorted()
    precondition(!sorted.isEmpty, "runs are made of at least one value")
    let widest = sorted.indices.dropFirst()
      .filter { sorted[$0] - sorted[$0 - 1] > Self.tolerableGap }
      .sorted { (sorted[$0] - sorted[$0 - 1], $1) > (sorted[$1] - sorted[$1 - 1], $0) }
      .prefix(Self.largestRunCount - 1)
    let starts = [0] + widest.sorted()
    runs = starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : sorted.count
      return sorted[starts[index]]...sorted[end - 1]
    }
  }

  /// The runs with the one that reaches over `value` in two, as no run may claim a value that does
  /// not occur.
  func runs(without value: Double) -> [ClosedRange<Double>] {
    guard !values.contains(value) else { return runs }
    return runs.flatMap { run -> [ClosedRange<Double>] in
      guard run.contains(value) else { return [run] }
      let inside = values.filter(run.contains)
      guard let below = inside.filter({ $0 < value }).max(),
        let above = inside.filter({ $0 > value }).min()
      else { return [run] }
      return [run.lowerBound...below, above...run.upperBound]
    }
  }
}
