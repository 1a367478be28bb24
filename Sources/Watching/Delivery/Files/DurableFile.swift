import Glibc
import Reporting

/// Files that are replaced whole, so that no reader sees half of one and no crash leaves one.
public enum DurableFile {
  /// Names that are tried for the temporary file; a process that was killed leaves its own behind.
  private static let nameLimit = 1000

  /// Puts a file of `bytes` in the place of `path`.
  ///
  /// - Parameter mode: permissions of the file, whatever the umask.
  /// - Throws: with the number of the system's error.
  static func replace(_ path: [UInt8], with bytes: [UInt8], mode: mode_t) throws(WriteFailure) {
    let (descriptor, temporary) = try openTemporary(beside: path)
    do throws(WriteFailure) {
      do throws(WriteFailure) {
        try write(bytes, to: descriptor)
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw .last }
      } catch {
        close(descriptor)
        throw error
      }
      guard close(descriptor) == 0, rename(name(temporary), name(path)) == 0 else { throw .last }
    } catch {
      unlink(name(temporary))
      throw error
    }
    try settleDirectory(of: path)
  }

  /// Makes the name of a file that was put into its place durable.
  public static func settleDirectory(of path: [UInt8]) throws(WriteFailure) {
    let slash = UInt8(ascii: "/")
    let end = path.lastIndex(of: slash)
    let directory = end.map { $0 == 0 ? [slash] : Array(path[..<$0]) } ?? [UInt8(ascii: ".")]
    let descriptor = open(name(directory), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems cannot, which is no failure.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw .last }
  }

  private static func openTemporary(
    beside path: [UInt8]
  ) throws(WriteFailure) -> (descriptor: Int32, name: [UInt8]) {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    for number in 0..<nameLimit {
      // With no ending that a collector of such files looks for.
      let temporary = path[..<start] + Array(".ipclust-\(getpid())-\(number).tmp".utf8)
      let descriptor = open(
        name(Array(temporary)), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return (descriptor, Array(temporary)) }
      if errno != EEXIST { throw .last }
    }
    throw .last
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // Not empty, or the loop would have ended, so it has an address.
        Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  private static func name(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }
}

extension WriteFailure {
  /// What the call before this failed with.
  fileprivate static var last: WriteFailure { WriteFailure(errorNumber: errno) }
}
