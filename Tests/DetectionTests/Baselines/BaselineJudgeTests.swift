import Features
import Records
import Testing

@testable import Detection

@Suite struct BaselineJudgeTests {
  private static func record(_ address: IPAddress) -> AddressRecord {
    AddressRecord(
      address: address, firstInput: 0, firstPacket: 1, packetCount: 1, byteCount: 60,
      firstTimestamp: nil, lastTimestamp: nil)
  }

  /// Of 10.1.0.0/24 or 10.1.1.0/24.
  private static func host(_ number: Int) -> IPAddress {
    let network = UInt32(number % 2) << 8
    return IPAddress(ipv4: 0x0a01_0000 | network | UInt32(number))
  }

  /// All hosts but every tenth, which come later.
  private static let ordinary: [IPAddress] = (0..<240).filter { $0 % 10 != 0 }.map(host)
  private static let newcomers: [IPAddress] = (0..<240).filter { $0 % 10 == 0 }.map(host)
  private static let stranger = IPAddress(ipv4: 0xcb00_4d05)

  private static func judge(_ addresses: [IPAddress] = ordinary) throws -> BaselineJudge {
    var options = ScanOptions()
    options.threshold = .pValue(1e-3)
    let population = PopulationAnalyzer(options: options, threadCount: 1, task: .learn)
      .population(of: addresses.map(record), side: .source, family: .ipv4)
    let report = ScanReport(
      version: "0", options: options, inputs: [], populations: [population])
    return BaselineJudge(try #require(SavedModel(report)), rate: 0.05, threadCount: 1)
  }

  @Test func aStrangerAmongNewcomersIsFound() throws {
    var judge = try Self.judge()
    let judgements = judge.judgements(of: Self.newcomers + [Self.stranger], .source, .ipv4)
    let found = judge.findings(among: judgements, populationCount: 240)
    #expect(found.map(\.address) == [Self.stranger])
  }

  /// The more addresses a day has, the stranger one must be.
  @Test func ordinaryAddressesCountAmongThoseJudged() throws {
    let judge = try Self.judge()
    let judgement = BaselineJudge.Judgement(address: Self.stranger, pValue: 0.001)
    #expect(judge.findings(among: [judgement], populationCount: 50).count == 1)
    #expect(judge.findings(among: [judgement], populationCount: 51).isEmpty)
    #expect(judge.findings(among: [], populationCount: 0).isEmpty)
  }

  @Test func aSmallBaselineJudgesNobody() throws {
    var judge = try Self.judge(Array(Self.ordinary.prefix(49)))
    #expect(!judge.covers(.source, .ipv4))
    #expect(judge.judgements(of: [Self.stranger], .source, .ipv4).isEmpty)
  }

  @Test func reasonsCompareWithTheBaseline() throws {
    let judge = try Self.judge()
    let reasons = judge.reasons(for: [Self.record(Self.stranger)], .source, .ipv4)
    let why = try #require(reasons.first ?? nil)
    #expect(why.reference.hasPrefix("10.1."))
    #expect(why.reasons.first?.hasPrefix("first octet 203") == true)
  }

  /// A calibrated rule can be saved now: its border is drawn anew among those that are judged.
  @Test func aSavedRuleJudgesOthersByTheBaseline() throws {
    let saved = try Self.judge().baseline
    #expect(saved.populations.first?.fault == nil)
    let addresses = Array(Self.newcomers.prefix(5)) + [Self.stranger]
    let records = addresses.map(Self.record)
    let population = PopulationAnalyzer(
      options: saved.options, threadCount: 1, task: .score(saved)
    ).population(of: records, side: .source, family: .ipv4)
    let analysis = try #require(population.analysis)
    #expect(analysis.isAnomalous == [false, false, false, false, false, true])
    #expect(analysis.pValues?.count == 6)
    #expect(population.note?.contains("too few to tell a single finding") == true)
  }
}
