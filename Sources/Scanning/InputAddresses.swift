import Features
import Readers
import Records

/// Collects the addresses of one input.
final class InputAddresses: RecordVisitor {
  private(set) var tables: AddressTables
  private let input: Int

  init(_ tables: AddressTables, input: Int) {
    self.tables = tables
    self.input = input
  }

  func visit(_ observations: Span<Observation>) {
    tables.add(observations, input: input)
  }
}
