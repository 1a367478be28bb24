import Features
import Readers
import Records

extension Scan {
  /// What was read, and what is known of each address in it over both its sides.
  public struct Hosts: Sendable {
    public let inputs: [InputSummary]
    public let ignored: [IgnoredInput]
    /// IPv4 before IPv6, of the families that are wanted.
    public let tables: [HostTable]
  }

  /// Reads every input to its end or its damage, and clusters nothing.
  ///
  /// Of the options those count that say which records and families are taken, and whether behaviour
  /// is counted.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; reading stops, and what was read is given.
  ///   - progress: called several times a second.
  public func hosts(
    in inputs: [InputSource], isCancelled: @escaping @Sendable () -> Bool,
    progress: (Progress) -> Void
  ) -> Hosts {
    let (account, tables) = read(inputs, isCancelled, progress)
    let families = AddressFamily.allCases.filter { family in
      tables.tables.contains { $0.family == family }
    }
    return Hosts(
      inputs: account.summaries, ignored: account.ignored,
      tables: families.map { tables.hosts(of: $0) })
  }
}
