import Glibc

/// The files of a folder, each at most so many bytes of it, in the order of their names.
enum InputFolder {
  static func inputs(_ path: String, _ maximumByteCount: Int) -> [[UInt8]] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted().compactMap { head(of: "\(path)/\($0)", maximumByteCount) }
  }

  /// Nil for a folder, and for a file that is empty or cannot be read.
  private static func head(of path: String, _ maximumByteCount: Int) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: maximumByteCount)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }
}
