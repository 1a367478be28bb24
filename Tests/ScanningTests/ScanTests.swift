import Detection
import Features
import Records
import Scanning
import Synchronization
import Testing

@Suite struct ScanTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
  }

  private func scan(
    _ inputs: [InputPath], threadCount: Int = 1, _ change: (inout ScanOptions) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: (Scan.Progress) -> Void = { _ in }
  ) -> ScanReport {
    var options = ScanOptions()
    // The deterministic search finds the fit; tests should be quick.
    options.restartCount = 2
    change(&options)
    return Scan(options: options, threadCount: threadCount)
      .run(
        inputs.map { InputSource(path: $0) }, version: "0", isCancelled: isCancelled,
        progress: progress)
  }

  private static let networks = (0..<30).flatMap {
    ["192.168.7.\(200 - $0 * 3)", "10.20.\($0 % 3).\($0 * 5)"]
  }
  private static let stranger = "172.31.99.7"
  private static let hosts = networks + [stranger]

  /// A CSV of packets from each of `sources` to the one before it.
  private static func table(_ sources: [String], destinations: [String]) -> [String] {
    ["id,timestamp,isrc,idst,len"]
      + zip(sources, destinations).enumerated().map { index, pair in
        "\(index),133190100\(index % 10).5,\(pair.0),\(pair.1),\(60 + index)"
      }
  }

  // MARK: Kinds of inputs

  @Test func aTableOfAddressesGivesThePopulationsOfTheList() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    let table = try folder.write(
      lines: ["isrc,idst"] + Self.hosts.map { "\($0)," }, to: "table")
    let fromList = scan([list])
    let fromTable = scan([table])
    #expect(fromList.inputs.map(\.format) == [.addresses])
    #expect(fromTable.inputs.map(\.format) == [.csv])
    #expect(fromList.populations.count == 1 && fromTable.populations.count == 1)
    let one = try #require(fromList.populations.first)
    let other = try #require(fromTable.populations.first)
    #expect(one.records == other.records)
    #expect(one.side == .source && one.family == .ipv4)
    let analysis = try #require(one.analysis)
    let otherAnalysis = try #require(other.analysis)
    #expect(analysis.model == otherAnalysis.model)
    #expect(analysis.scores == otherAnalysis.scores)
    #expect(analysis.explanations == otherAnalysis.explanations)
  }

  @Test func theStrangerOfAListIsFlagged() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    let population = try #require(scan([list]).populations.first)
    let analysis = try #require(population.analysis)
    let strangest = try #require(
      analysis.scores.indices.max {
        analysis.anomalyScore(of: $0) < analysis.anomalyScore(of: $1)
      })
    #expect(population.records[strangest].address.description == Self.stranger)
    #expect(analysis.isAnomalous[strangest])
  }

  @Test func aTableOfPacketsCountsPacketsBytesAndTimes() throws {
    let table = try folder.write(
      lines: [
        "id,timestamp,isrc,idst,len",
        "4,1331901002.5,10.0.0.1,10.0.0.2,100",
        "5,1331901001.25,10.0.0.1,10.0.0.3,200",
        "6,1331901003,10.0.0.2,10.0.0.1,40",
      ], to: "table")
    let report = scan([table])
    #expect(report.inputs.map(\.usedPacketCount) == [3])
    let sources = try #require(report.populations.first).records
    #expect(sources.map(\.address.description) == ["10.0.0.1", "10.0.0.2"])
    // `id` counts from 0, frames from 1.
    #expect(sources.map(\.firstPacket) == [5, 7])
    #expect(sources.map(\.packetCount) == [2, 1])
    #expect(sources.map(\.byteCount) == [300, 40])
    #expect(
      sources.map { $0.firstTimestamp?.description }
        == ["2012-03-16T12:30:01.25Z", "2012-03-16T12:30:03Z"])
    #expect(
      sources.map { $0.lastTimestamp?.description }
        == ["2012-03-16T12:30:02.5Z", "2012-03-16T12:30:03Z"])
  }

  @Test func aZeekLogGivesBothSidesWithItsCounts() throws {
    let log = try folder.write(
      lines: [
        #"#separator \x09"#,
        "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tconn",
        "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\torig_pkts\torig_ip_bytes",
        "#types\ttime\tstring\taddr\tport\taddr\tport\tcount\tcount",
        "1331901000.000000\tC1\t192.168.202.79\t50463\t192.168.229.251\t80\t4\t1240",
        "1331901001.000000\tC2\t192.168.202.79\t50464\t192.168.229.254\t80\t6\t760",
        "1331901002.000000\tC3\tfe80::1\t546\tff02::1:2\t547\t2\t300",
        "1331901003.000000\tC4\t192.168.202.76\t1\t192.168.229.251\t2\t-\t-",
      ], to: "conn.log")
    let report = scan([log])
    #expect(report.inputs.map(\.format) == [.zeek])
    #expect(report.inputs.map(\.note).allSatisfy { $0?.contains("Zeek") == true })
    let found = report.populations.map { "\($0.side.rawValue) \($0.family.rawValue)" }
    #expect(found == ["source ipv4", "source ipv6", "destination ipv4", "destination ipv6"])
    let sources = report.populations[0].records
    #expect(sources.map(\.address.description) == ["192.168.202.79", "192.168.202.76"])
    #expect(sources.map(\.packetCount) == [10, 1])
    #expect(sources.map(\.byteCount) == [2000, 0])
    let destinations = report.populations[2].records
    #expect(destinations.map(\.address.description) == ["192.168.229.251", "192.168.229.254"])
    #expect(destinations.map(\.firstPacket) == [1, 2])
  }

  // MARK: What is chosen

  static let sides: [(ScanOptions.SideChoice, [Side])] = [
    (.source, [.source]), (.destination, [.destination]), (.both, [.source, .destination]),
  ]
  static let families: [(ScanOptions.FamilyChoice, [AddressFamily])] = [
    (.ipv4, [.ipv4]), (.ipv6, [.ipv6]), (.both, [.ipv4, .ipv6]),
  ]

  @Test(arguments: sides, families)
  func onlyTheSidesAndFamiliesAskedForAreLookedAt(
    side: (choice: ScanOptions.SideChoice, sides: [Side]),
    family: (choice: ScanOptions.FamilyChoice, families: [AddressFamily])
  ) throws {
    let sources = ["10.0.0.1", "2001:db8::1", "10.0.0.2", "2001:db8::2"]
    let table = try folder.write(
      lines: Self.table(sources, destinations: sources.reversed().map { $0 + "9" }), to: "table")
    let report = scan([table]) {
      $0.side = side.choice
      $0.family = family.choice
    }
    let expected = side.sides.flatMap { side in
      family.families.map { "\(side.rawValue) \($0.rawValue)" }
    }
    #expect(report.populations.map { "\($0.side.rawValue) \($0.family.rawValue)" } == expected)
    #expect(report.populations.allSatisfy { $0.records.count == 2 })
    // Packets count as used whether or not their side was asked for.
    #expect(report.inputs.map(\.usedPacketCount) == [4])
  }

  @Test func aSideWithoutAnAddressIsLeftOut() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    #expect(scan([list]) { $0.side = .destination }.populations.isEmpty)
    #expect(scan([list]) { $0.family = .ipv6 }.populations.isEmpty)
  }

  // MARK: Several inputs

  @Test func severalInputsAreTheirUnionInOrder() throws {
    let first = try folder.write(lines: ["10.0.0.3", "10.0.0.1", "10.0.0.3"], to: "z")
    let second = try folder.write(
      lines: ["# a comment is no record", "10.0.0.1", "10.0.0.9", "10.0.0.2"], to: "a")
    let records = try #require(scan([first, second]).populations.first).records
    #expect(
      records.map(\.address.description) == ["10.0.0.3", "10.0.0.1", "10.0.0.9", "10.0.0.2"])
    #expect(records.map(\.firstInput) == [0, 0, 1, 1])
    #expect(records.map(\.firstPacket) == [1, 2, 2, 3])
    #expect(records.map(\.packetCount) == [2, 2, 1, 1])
  }

  @Test func theSameFileTwiceIsCountedTwice() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    let once = try #require(scan([list]).populations.first)
    let report = scan([list, list])
    let twice = try #require(report.populations.first)
    #expect(report.inputs.map(\.usedPacketCount) == [Self.hosts.count, Self.hosts.count])
    #expect(twice.records.map(\.address) == once.records.map(\.address))
    #expect(twice.records.allSatisfy { $0.packetCount == 2 && $0.firstInput == 0 })
    #expect(twice.analysis?.model == once.analysis?.model)
  }

  @Test func aMissingFileDoesNotKeepTheOthersFromBeingUsed() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    let more = try folder.write(lines: ["10.99.0.1"], to: "more")
    let report = scan([folder.path("absent"), list, folder.path("gone"), more])
    #expect(report.inputs.map(\.status) == [.error, .ok, .error, .ok])
    #expect(report.inputs.map(\.failure?.class) == [.notFound, nil, .notFound, nil])
    #expect(report.status == .partial)
    let records = try #require(report.populations.first).records
    #expect(records.count == Self.hosts.count + 1)
    // Indices count every input that was named.
    #expect(records.first?.firstInput == 1 && records.last?.firstInput == 3)
  }

  @Test func nothingReadableIsAnErrorWithoutPopulations() throws {
    let report = scan([folder.path("absent"), try folder.write("", to: "empty")])
    #expect(report.inputs.map(\.failure?.class) == [.notFound, .emptyFile])
    #expect(report.status == .error)
    #expect(report.populations.isEmpty)
  }

  @Test func everyLineIsUsedOrSkippedForAReason() throws {
    let list = try folder.write(
      lines: ["10.0.0.1", "10.0.0.2", "10.0.0.300", "", "# comment", "10.0.0.3"], to: "list")
    let summary = try #require(scan([list]).inputs.first)
    #expect(summary.packetCount == 4)
    #expect(summary.usedPacketCount == 3)
    #expect(summary.skipped == [.badIP: 1])
  }

  // MARK: While it runs

  @Test func threadCountDoesNotChangeABit() throws {
    let sources = Self.hosts + (0..<40).map { "2001:db8:7::\(String($0 * 9, radix: 16))" }
    let table = try folder.write(
      lines: Self.table(sources, destinations: Array(sources[3...] + sources[..<3])), to: "t")
    let one = scan([table], threadCount: 1) { $0.reasons = .all }
    #expect(one.populations.count == 4)
    for threadCount in [2, 5] {
      let other = scan([table], threadCount: threadCount) { $0.reasons = .all }
      for (left, right) in zip(one.populations, other.populations) {
        #expect(left.records == right.records && left.note == right.note)
        #expect(left.analysis?.model == right.analysis?.model)
        #expect(left.analysis?.scores == right.analysis?.scores)
        #expect(left.analysis?.clusters == right.analysis?.clusters)
        #expect(left.analysis?.explanations == right.analysis?.explanations)
      }
    }
  }

  /// Sums that stop are told of with the input that stops them, be it one or several.
  @Test func countsThatAddUpBeyond64BitsAreTold() throws {
    let header = "side,address,packetCount,byteCount"
    let (half, most) = ("source,10.0.0.1,1,\(Int.max / 2 + 1)", "source,10.0.0.1,1,\(Int.max)")
    let cases: [(lines: [[String]], classes: [InputFailure.Class?])] = [
      ([[half]], [nil]), ([[half, half]], [.overflow]),
      ([[half], [half], [half]], [nil, .overflow, nil]),
      ([[most, most]], [.overflow]),
    ]
    for (number, (files, classes)) in cases.enumerated() {
      let paths = try files.enumerated().map {
        try folder.write(lines: [header] + $1, to: "\(number)-\($0)")
      }
      let report = scan(paths)
      #expect(report.inputs.map { $0.failure?.class } == classes)
      #expect(
        report.inputs.map(\.status) == classes.map { $0 == nil ? .ok : .partial })
      let overflow = report.inputs.compactMap(\.failure).first
      #expect(overflow?.message.hasPrefix("its rows tell of bytes that add up to") ?? true)
    }
  }

  @Test func progressTellsTheInputsAndTheirBytes() throws {
    let first = try folder.write(lines: Self.hosts, to: "first")
    let second = try folder.write(lines: ["10.0.0.1", "10.0.0.2"], to: "second")
    var last = Scan.Progress()
    let report = scan([first, second], progress: { last = $0 })
    #expect(last.inputCount == 2)
    #expect(last.byteCount == report.inputs.reduce(0) { $0 + $1.byteCount })
  }

  @Test func aScanCancelledBeforeItBeginsReadsNothingAndSaysSo() throws {
    let list = try folder.write(lines: Self.hosts, to: "list")
    let report = scan([list], isCancelled: { true })
    #expect(report.inputs.map(\.status) == [.partial])
    #expect(report.inputs.map(\.note) == ["interrupted: it was not read"])
    #expect(report.status == .partial)
    #expect(report.populations.isEmpty)
  }

  @Test func aCancelledScanAnalysesWhatItHasRead() throws {
    let first = try folder.write(lines: Self.hosts, to: "first")
    // More than any block that is read at once, so that a question comes between two of them; of few
    // addresses, so that a busy machine analyses them in the time that is left.
    let long = (0..<200_000).map { "10.0.\($0 >> 8 & 3).\($0 & 255)" }
    let second = try folder.write(lines: long, to: "second")
    let third = try folder.write(lines: ["8.8.8.8"], to: "third")
    // One thread asks before each input and once a block: the seventh question is in the second.
    let questionCount = Atomic<Int>(0)
    let report = scan(
      [first, second, third], { $0.components = .fixed(1) },
      isCancelled: { questionCount.add(1, ordering: .relaxed).newValue > 6 })
    #expect(report.inputs.map(\.status) == [.ok, .partial, .partial])
    #expect(report.inputs.allSatisfy { $0.failure == nil })
    #expect(
      report.inputs.map(\.note) == [
        nil, "interrupted: the rest was not read", "interrupted: it was not read",
      ])
    #expect(report.status == .partial)
    let population = try #require(report.populations.first)
    #expect(report.inputs[1].packetCount < long.count)
    #expect(
      population.records.prefix(Self.hosts.count).map(\.address.description) == Self.hosts)
    #expect(population.analysis != nil)
  }
}
