import Detection
import Records

/// The flagged addresses of one population, by index of their record, strangest first.
struct Findings {
  /// Those without a special purpose.
  let unusual: [Int]
  /// Those with one, which are listed apart and count for nothing.
  let specialPurpose: [Int]

  init(_ population: Population, _ analysis: Analysis) {
    // Equal scores keep the order of first appearance.
    let flagged = population.records.indices.filter { analysis.isAnomalous[$0] }
      .sorted { left, right in
        (analysis.scores[left], left) < (analysis.scores[right], right)
      }
    let isSpecial = { (index: Int) in
      SpecialPurpose(population.records[index].address) != nil
    }
    unusual = flagged.filter { !isSpecial($0) }
    specialPurpose = flagged.filter(isSpecial)
  }

  /// The letter that stands for the finding at `rank` in table and plot, while letters last.
  static func letter(_ rank: Int) -> Character? {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return rank < letters.count ? letters[rank] : nil
  }

  /// How many of `unusual` the table shows.
  func shownCount(_ style: TextStyle) -> Int {
    style.findingLimit == 0 ? unusual.count : min(unusual.count, style.findingLimit)
  }
}
