import Glibc
import Reporting

/// A file of metrics that a collector reads whenever it likes, so it is always whole.
public struct Textfile {
  private let path: [UInt8]

  /// Read by the collector's own user, whatever our umask; it holds counts only.
  private static let mode: mode_t = 0o644

  public init(_ path: [UInt8]) {
    self.path = path
  }

  public func write(_ metrics: WatchMetrics) throws(DeliveryFailure) {
    var bytes: [UInt8] = []
    let output = OutputBuffer { bytes += $0 }
    metrics.write(to: output)
    do throws(WriteFailure) {
      try output.finish()
      try DurableFile.replace(path, with: bytes, mode: Self.mode)
    } catch {
      throw DeliveryFailure(
        .cannotWrite,
        "\(TerminalText.escape(bytes: path)): cannot be written: "
          + SystemError.text(error.errorNumber))
    }
  }
}
