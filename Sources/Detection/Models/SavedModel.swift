import Features
import Records

/// The models of all populations of a scan, and how they came to be.
public struct SavedModel: Sendable {
  /// One input that was learned from.
  public struct Input: Sendable, Equatable {
    public let path: InputPath
    public let status: InputSummary.Status
    /// Of the decompressed bytes, in hexadecimal; absent where they could not all be read.
    public let sha256: String?
    /// Of the file as it lies.
    public let byteCount: Int
    public let packetCount: Int
    public let usedPacketCount: Int

    public init(
      path: InputPath, status: InputSummary.Status, sha256: String?, byteCount: Int,
      packetCount: Int, usedPacketCount: Int
    ) {
      self.path = path
      self.status = status
      self.sha256 = sha256
      self.byteCount = byteCount
      self.packetCount = packetCount
      self.usedPacketCount = usedPacketCount
    }
  }

  /// Of the program that fitted it.
  public let version: String
  /// Those of the scan that fitted it.
  public let options: ScanOptions
  public let inputs: [Input]
  /// Sources before destinations, IPv4 before IPv6, each once.
  public let populations: [PopulationModel]
  /// SHA-256 of the file it was read from, in hexadecimal; nil of one that is in no file yet.
  public let checksum: String?

  public init(
    version: String, options: ScanOptions, inputs: [Input], populations: [PopulationModel],
    checksum: String? = nil
  ) {
    self.version = version
    self.options = options
    self.inputs = inputs
    self.populations = populations
    self.checksum = checksum
  }

  /// What `report` teaches; nil where none of its populations was analysed.
  public init?(_ report: ScanReport) {
    let populations = report.populations.compactMap { PopulationModel($0) }
    guard !populations.isEmpty else { return nil }
    var options = report.options
    // A table beside the model is no part of it.
    options.elbow = nil
    self.init(
      version: report.version, options: options,
      inputs: report.inputs.map {
        Input(
          path: $0.path, status: $0.status, sha256: $0.sha256, byteCount: $0.byteCount,
          packetCount: $0.packetCount, usedPacketCount: $0.usedPacketCount)
      },
      populations: populations)
  }

  /// The model of a population; nil where there is none.
  public func population(_ side: Side, _ family: AddressFamily) -> PopulationModel? {
    populations.first { $0.side == side && $0.family == family }
  }
}

/// What is done with the addresses of a scan.
public enum AnalysisTask: Sendable {
  /// A model is fitted, which goes with the report.
  case fit
  /// A model is fitted, and kept for a file.
  case learn
  /// The addresses are scored against a model that others were fitted to.
  case score(SavedModel)
}
