import Readers
import Records

extension RecordSelection {
  /// Why the filter is none, in libpcap's words; nil where it is one.
  public var filterFault: String? {
    do {
      try checkFilter()
      return nil
    } catch {
      return error.message
    }
  }
}
