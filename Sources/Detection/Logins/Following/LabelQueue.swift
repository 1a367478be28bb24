import Records

/// Labelled attacks in the order in which they end, and how far they were learned from.
struct LabelQueue {
  private let resolution: RowBacklog.Resolution
  private let periodSeconds: Int64
  /// Rows that begin before are learned; nil where nothing says so.
  var learnedSeconds: Int64?
  /// By end, then by start.
  private(set) var attacks: [Attack] = []
  private var hasAny = false

  /// - Parameter learnedTo: the model holds what happened before; nil where it does not say.
  init(periodSeconds: Int64, learnedTo: Timestamp?) {
    self.periodSeconds = periodSeconds
    resolution = RowBacklog.Resolution(periodSeconds)
    learnedSeconds = learnedTo.map(resolution.ceiling)
  }

  /// Adds labels that are not known yet.
  ///
  /// - Returns: how many came too late, because their rows were learned as quiet ones.
  mutating func add(_ new: [Attack]) -> Int {
    guard !new.isEmpty else { return 0 }
    let isFirst = !hasAny
    hasAny = true
    var lateCount = 0
    for attack in new {
      let place = attacks.firstIndex { !precedes($0, attack) } ?? attacks.count
      guard place == attacks.count || attacks[place] != attack else { continue }
      attacks.insert(attack, at: place)
      // Those that were there from the start are what the model was trained with.
      if !isFirst, let learnedSeconds, end(of: attack) <= learnedSeconds { lateCount += 1 }
    }
    return lateCount
  }

  /// Where the rows end that may be learned from once the row at `passed` was judged; nil for none.
  func due(at passed: Int64?) -> Int64? {
    guard let passed else { return nil }
    let first = attacks.first { attack in learnedSeconds.map { $0 < end(of: attack) } ?? true }
    guard let first, end(of: first) <= passed + periodSeconds else { return nil }
    return end(of: first)
  }

  /// Where the row behind the last of an attack begins.
  private func end(of attack: Attack) -> Int64 {
    resolution.ceiling(attack.end) + periodSeconds
  }

  private func precedes(_ left: Attack, _ right: Attack) -> Bool {
    if left.end != right.end { return left.end < right.end }
    if left.start != right.start { return left.start < right.start }
    switch (left.sourceAddress, right.sourceAddress) {
    case (nil, nil), (_?, nil): return false
    case (nil, _?): return true
    case (let left?, let right?): return left < right
    }
  }
}
