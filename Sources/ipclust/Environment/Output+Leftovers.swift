import Glibc

// An unfinished file is locked for as long as its run lives, and no longer, however that ends. So what
// can be locked was left behind: by a process of any number, in any container that shares the folder.

extension Output {
  /// Locks a temporary file that was just made; false where another run has taken it for a leftover.
  static func lockTemporary(_ descriptor: Int32) -> Bool {
    // File systems without locks have no leftovers removed either.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return false }
    var details = stat()
    return fstat(descriptor, &details) == 0 && details.st_nlink > 0
  }

  /// Removes the unfinished files of `content` that runs left beside `path` when they were killed.
  ///
  /// Those of other users, links, and names that are not quite ours stay.
  static func removeLeftovers(_ content: Content, beside path: [UInt8]) {
    let folder = folder(of: Place.resolved(path))
    guard let stream = opendir(name(folder)) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let leftover = entryName(entry)
      if isTemporaryName(leftover, content) { removeLeftover(folder + [0x2f] + leftover) }
    }
  }

  /// `.ipclust-model-123.tmp`, or `-123-4.tmp`.
  private static func isTemporaryName(_ name: [UInt8], _ content: Content) -> Bool {
    let (start, end) = (Array(".ipclust-\(content)-".utf8), Array(".tmp".utf8))
    guard name.count > start.count + end.count, name.starts(with: start),
      name.suffix(end.count).elementsEqual(end)
    else { return false }
    return name[start.count..<(name.count - end.count)].allSatisfy {
      $0 == UInt8(ascii: "-") || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
    }
  }

  private static func removeLeftover(_ path: [UInt8]) {
    let descriptor = open(name(path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var details = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &details) == 0,
      details.st_mode & S_IFMT == S_IFREG, details.st_uid == geteuid()
    else { return }
    // The name may by now be that of another file.
    var named = stat()
    guard lstat(name(path), &named) == 0, named.st_ino == details.st_ino,
      named.st_dev == details.st_dev
    else { return }
    unlink(name(path))
  }

  /// Copied where it lies: an entry is as long as its name.
  private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    // The field exists.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
    let start = UnsafeRawPointer(entry) + offset
    let byteCount = strlen(start.assumingMemoryBound(to: CChar.self))
    return Array(UnsafeRawBufferPointer(start: start, count: byteCount))
  }
}
