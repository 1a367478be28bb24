import Glibc

/// The three descriptors a process is given.
enum Descriptors {
  static let input: Int32 = 0
  static let output: Int32 = 1
  static let error: Int32 = 2

  /// Occupies descriptors that the caller closed, so that no file we open gets their numbers and
  /// a message lands in a report.
  ///
  /// Opened the wrong way round, they refuse what is read or written, as closed ones do.
  static func prepare() {
    for descriptor in [input, output, error] where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is taken, which is `descriptor`.
      _ = open("/dev/null", descriptor == input ? O_WRONLY : O_RDONLY)
    }
  }
}
