import Features
import Readers
import Records

/// Collects the addresses of one input.
final class InputAddresses: RecordVisitor {
  private(set) var tables: AddressTables
  private let input: Int

  let wantsTraits: Bool

  /// - Parameter wantsTraits: whether `tables` count behaviour.
  init(_ tables: AddressTables, input: Int, wantsTraits: Bool = false) {
    self.tables = tables
    self.input = input
    self.wantsTraits = wantsTraits
  }

  func visit(_ observations: Span<Observation>) {
    tables.add(observations, input: input)
  }

  func visit(_ packets: Span<PlainPacket>) {
    tables.add(packets, input: input)
  }

  func visit(_ observations: Span<Observation>, _ traits: Span<PacketTraits>) {
    tables.add(observations, traits, input: input)
  }
}
