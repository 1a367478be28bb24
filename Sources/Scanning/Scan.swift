import Detection
import Dispatch
import Features
import Readers
import Records
import Synchronization

/// The main job: reads inputs in the order given and analyses the addresses of all of them.
public struct Scan: Sendable {
  public let options: ScanOptions
  public let threadCount: Int
  private let task: AnalysisTask
  private let hashesInputs: Bool

  /// What a cancelled scan may still take to analyse what it has read.
  private static let graceMilliseconds = 1_000
  private static let pollMilliseconds = 50

  /// - Parameters:
  ///   - task: what is done with the addresses.
  ///   - hashesInputs: whether summaries of inputs tell the SHA-256 of their decompressed bytes.
  public init(
    options: ScanOptions, threadCount: Int, task: AnalysisTask = .fit, hashesInputs: Bool = false
  ) {
    self.options = options
    self.threadCount = threadCount
    self.task = task
    self.hashesInputs = hashesInputs
  }

  /// How far the reading has come.
  public struct Progress: Sendable, Equatable {
    /// Inputs that have been read.
    public var inputCount = 0
    /// Bytes of files, as they lie, that have been read.
    public var byteCount = 0

    public init() {}

    init(inputCount: Int, byteCount: Int) {
      self.inputCount = inputCount
      self.byteCount = byteCount
    }
  }

  /// The inputs that `requests` mean: directories and lists of paths are looked into.
  public static func sources(
    of requests: [InputRequest], isRecursive: Bool, isCancelled: () -> Bool
  ) -> [InputSource] {
    InputListing(isRecursive: isRecursive).sources(of: requests, isCancelled: isCancelled)
  }

  /// Reads every input to its end or its damage, then analyses what was read.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; reading stops and what was read is analysed.
  ///   - progress: called several times a second.
  public func run(
    _ inputs: [InputSource], version: String, isCancelled: @escaping @Sendable () -> Bool,
    progress: (Progress) -> Void
  ) -> ScanReport {
    let (account, tables) = read(inputs, isCancelled, progress)
    return report(on: account, tables, version: version, isCancelled: isCancelled)
  }

  /// Analyses what was read, as far as the caller waits for it.
  func report(
    on account: InputAccount, _ tables: AddressTables, version: String, isCancelled: () -> Bool
  ) -> ScanReport {
    let wanted = tables.tables.filter { $0.count > 0 && options.side.includes($0.side) }
    let contents = wanted.map { table in
      PopulationAnalyzer.Addresses(
        side: table.side, family: table.family, records: account.renumbered(Array(table.records)),
        behaviour: options.features.includesBehaviour ? tables.behaviour(of: table) : nil)
    }
    let populations = populations(of: contents, isCancelled: isCancelled)
    return ScanReport(
      version: version, options: options, inputs: account.summaries,
      ignored: account.ignored, populations: populations ?? PopulationAnalyzer.unanalyzed(contents),
      wasInterrupted: populations == nil)
  }

  /// Tables of the families that are wanted and of the sides; both for behaviour, as it has two.
  var emptyTables: AddressTables {
    let countsBehaviour = options.features.includesBehaviour
    return AddressTables(
      sides: Side.allCases.filter { countsBehaviour || options.side.includes($0) },
      families: AddressFamily.allCases.filter(options.family.includes),
      countsBehaviour: countsBehaviour)
  }

  /// What collects the addresses of the input at `index`.
  func collector(_ tables: AddressTables, input: Int) -> InputAddresses {
    InputAddresses(tables, input: input, wantsTraits: options.features.includesBehaviour)
  }

  /// Said only where both sides were asked for, whatever behaviour needs.
  func oneWayPacketCount(of tables: AddressTables) -> Int? {
    options.side == .both ? tables.oneWayPacketCount : nil
  }

  /// Reads the inputs, several at once, into the tables of all of them.
  func read(
    _ inputs: [InputSource], _ isCancelled: @escaping @Sendable () -> Bool,
    _ progress: (Progress) -> Void
  ) -> (InputAccount, AddressTables) {
    let reader = InputReader(selection: options.records, hashesInputs: hashesInputs)
    let empty = emptyTables
    let readByteCount = ByteCounter()
    var account = InputAccount()
    var statedCounts = StatedCounts()
    var tables = empty
    InputSweep(threadCount: threadCount).run(
      inputCount: inputs.count,
      read: { index -> (InputSummary, AddressTables) in
        if case .ignored = inputs[index].standing {
          return (InputSummary(path: inputs[index].path), empty)
        }
        guard !isCancelled() else { return (.unread(inputs[index].path), empty) }
        let addresses = collector(empty, input: index)
        var reportedByteCount = 0
        var summary = reader.read(
          inputs[index], isCancelled: isCancelled,
          progress: {
            readByteCount.add($0 - reportedByteCount)
            reportedByteCount = $0
          }, addresses)
        summary.oneWayPacketCount = oneWayPacketCount(of: addresses.tables)
        return (summary, addresses.tables)
      },
      poll: {
        progress(Progress(inputCount: account.sourceCount, byteCount: readByteCount.value))
      },
      accept: { index, result in
        account.add(statedCounts.adding(result.0), of: inputs[index])
        tables.merge(result.1)
      })
    return (account, tables)
  }

  /// The populations, or nil when cancelled before they were analysed.
  ///
  /// A fit has no place where it could stop and be of use, so after a grace period it is left to
  /// itself: it works on other threads, which end with the process.
  func populations(
    of contents: [PopulationAnalyzer.Addresses], isCancelled: () -> Bool
  ) -> [Population]? {
    let analyzer = PopulationAnalyzer(options: options, threadCount: threadCount, task: task)
    let result = Handover<[Population]>()
    DispatchQueue.global().async { result.put(analyzer.populations(of: contents)) }
    var graceMilliseconds = Self.graceMilliseconds
    while graceMilliseconds > 0 {
      if let populations = result.take(withinMilliseconds: Self.pollMilliseconds) {
        return populations
      }
      if isCancelled() { graceMilliseconds -= Self.pollMilliseconds }
    }
    return nil
  }
}

/// A value that one thread makes and another waits for.
private final class Handover<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  func put(_ value: Value) {
    self.value.withLock { $0 = value }
    isThere.signal()
  }

  /// The value, or nil when it is not there in time.
  func take(withinMilliseconds milliseconds: Int) -> Value? {
    guard isThere.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return nil
    }
    return value.withLock { $0 }
  }
}

/// A sum to which several threads add.
private final class ByteCounter: Sendable {
  private let sum = Atomic<Int>(0)

  var value: Int { sum.load(ordering: .relaxed) }

  func add(_ byteCount: Int) { sum.wrappingAdd(byteCount, ordering: .relaxed) }
}

extension ScanOptions.SideChoice {
  fileprivate func includes(_ side: Side) -> Bool {
    self == .both || rawValue == side.rawValue
  }
}
