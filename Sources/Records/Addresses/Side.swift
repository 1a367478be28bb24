/// Which end of a packet an address stood at.
public enum Side: String, Sendable, CaseIterable, Codable {
  case source
  case destination
}
