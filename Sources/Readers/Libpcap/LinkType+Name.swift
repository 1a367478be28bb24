import Records

extension LinkType {
  /// libpcap's name (`EN10MB`); the number where the library has none.
  public var name: String { Libpcap.name(of: self) }
}
