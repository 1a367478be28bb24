import Testing

@testable import Features

@Suite struct PartnerCountsTests {
  @Test func largestIsThatOfThePairsOfTheLastMinutes() {
    let lifetime: Int64 = 5
    var counts = PartnerCounts<Int, Int>(lifetime: lifetime, limit: 1_000)
    var seen: [(minute: Int64, owner: Int, partner: Int)] = []
    var state: UInt64 = 11
    var minute: Int64 = 100
    for _ in 0..<3_000 {
      minute += Int64(next(&state) % 3)
      counts.advance(to: minute)
      if next(&state) % 2 == 0 {
        let (owner, partner) = (Int(next(&state) % 4), Int(next(&state) % 9))
        counts.insert(owner, partner)
        seen.append((minute, owner, partner))
      }
      seen.removeAll { $0.minute <= minute - lifetime }
      let partners = Dictionary(grouping: seen, by: \.owner).mapValues {
        Set($0.map(\.partner)).count
      }
      #expect(counts.largest == partners.values.max() ?? 0)
      #expect((counts.pairCount == 0) == seen.isEmpty)
    }
  }

  @Test func aFloodOfPairsShortensItsOwnWindow() {
    var counts = PartnerCounts<Int, Int>(lifetime: 1_000, limit: 50)
    for partner in 0..<10_000 {
      counts.advance(to: Int64(partner / 100))
      counts.insert(1, partner)
      #expect(counts.largest == min(partner + 1, 50))
    }
  }
}
