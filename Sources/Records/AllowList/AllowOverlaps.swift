/// Entries of an allow-list that change nothing, because of another one.
public struct AllowOverlaps: Sendable, Equatable {
  /// An entry, and one that says all that it says; by their indices in the list.
  public struct Overlap: Sendable, Equatable {
    public let entry: Int
    public let by: Int
  }

  /// Entries that say the same as one before them, in the order of the file.
  public let duplicates: [Overlap]
  /// Entries that a wider one which holds as long contains, in the order of the file.
  public let contained: [Overlap]

  /// - Complexity: O(n log n) for entries of few scopes.
  public init(_ list: AllowList) {
    let entries = list.entries
    var duplicates: [Overlap] = []
    var firsts: [String: Int] = [:]
    var distinct: [Int] = []
    for index in entries.indices {
      let text = entries[index].description
      if let first = firsts[text] {
        duplicates.append(Overlap(entry: index, by: first))
      } else {
        firsts[text] = index
        distinct.append(index)
      }
    }
    self.duplicates = duplicates
    var search = ContainerSearch(entries, distinct)
    // Whatever contains an entry comes before it: it lasts as long, is as wide and as general.
    let order = distinct.sorted { left, right in
      let (one, other) = (entries[left], entries[right])
      if one.untilSeconds != other.untilSeconds { return one.outlasts(other) }
      let widths = [one, other].map { $0.addresses.last.bits - $0.addresses.first.bits }
      if widths[0] != widths[1] { return widths[0] > widths[1] }
      let counts = [one, other].map { $0.scope.confinementCount }
      return counts[0] != counts[1] ? counts[0] < counts[1] : left < right
    }
    var contained: [Overlap] = []
    for index in order {
      if let container = search.container(of: entries[index]) {
        contained.append(Overlap(entry: index, by: container))
      }
      search.insert(index)
    }
    self.contained = contained.sorted { $0.entry < $1.entry }
  }
}

extension AllowEntry.Scope {
  /// How many things it is confined to.
  fileprivate var confinementCount: Int {
    [side != nil, port != nil, detector != nil].count { $0 }
  }

  /// Itself and all scopes that contain it.
  fileprivate var wider: [AllowEntry.Scope] {
    (side == nil ? [nil] : [nil, side]).flatMap { side in
      (port == nil ? [nil] : [nil, port]).flatMap { port in
        (detector == nil ? [nil] : [nil, detector]).map { detector in
          AllowEntry.Scope(side: side, port: port, detector: detector)
        }
      }
    }
  }
}

/// Among entries that were inserted, one that begins no later and ends no sooner than another.
///
/// A Fenwick tree a family and scope, over the ranks of first addresses, holds the entry that
/// reaches farthest.
/// - SeeAlso: Fenwick, *A new data structure for cumulative frequency tables* (1994).
private struct ContainerSearch {
  private struct Confinement: Hashable {
    let family: AddressFamily
    let scope: AllowEntry.Scope
  }

  private let entries: [AllowEntry]
  /// First addresses, ascending; their ranks count from 1.
  private let starts: [Confinement: [UInt128]]
  private var trees: [Confinement: [Int]] = [:]

  init(_ entries: [AllowEntry], _ indices: [Int]) {
    self.entries = entries
    let groups = Dictionary(grouping: indices) { index in
      Confinement(family: entries[index].addresses.family, scope: entries[index].scope)
    }
    starts = groups.mapValues { $0.map { entries[$0].addresses.first.bits }.sorted() }
    trees = starts.mapValues { [Int](repeating: -1, count: $0.count + 1) }
  }

  func container(of entry: AllowEntry) -> Int? {
    for scope in entry.scope.wider {
      let confinement = Confinement(family: entry.addresses.family, scope: scope)
      guard let starts = starts[confinement], let tree = trees[confinement] else { continue }
      var rank = starts.partition { $0 > entry.addresses.first.bits }
      while rank > 0 {
        if tree[rank] >= 0, entries[tree[rank]].addresses.last >= entry.addresses.last {
          return tree[rank]
        }
        rank &= rank - 1
      }
    }
    return nil
  }

  mutating func insert(_ index: Int) {
    let entry = entries[index]
    let confinement = Confinement(family: entry.addresses.family, scope: entry.scope)
    guard let starts = starts[confinement] else { return }
    var rank = starts.partition { $0 >= entry.addresses.first.bits } + 1
    while rank <= starts.count {
      let known = trees[confinement]?[rank] ?? -1
      if known < 0 || entries[known].addresses.last < entry.addresses.last {
        trees[confinement]?[rank] = index
      }
      rank += rank & -rank
    }
  }
}
