import Records

/// Lists what lies in a directory, or in all below it, in byte order of the full paths.
struct DirectoryWalk {
  let directory: InputPath
  let isRecursive: Bool

  /// Directories in one another that are entered. Each costs a call for every directory above it;
  /// nobody keeps captures this deep, and a tree that is made to hurt ends here.
  private static let maximumDepth = 1_024

  /// A directory below the one that was asked for, by the bytes from there on.
  private struct Place {
    let components: [ArraySlice<UInt8>]
    let path: InputPath
  }

  /// Everything that was found; what cannot be entered is among it with its failure.
  func sources(isCancelled: () -> Bool) -> [InputSource] {
    var found: [InputSource] = []
    var places = [Place(components: [], path: directory)]
    while let place = places.popLast(), !isCancelled() {
      do throws(InputFailure) {
        try list(place, &found, &places)
      } catch {
        found.append(InputSource(path: place.path, standing: .failed(error)))
      }
    }
    found.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    return found
  }

  private func list(
    _ place: Place, _ found: inout [InputSource], _ places: inout [Place]
  ) throws(InputFailure) {
    guard place.components.count <= Self.maximumDepth else {
      throw InputFailure(
        .tooLarge, "more than \(Self.maximumDepth) directories lie in one another; name this one")
    }
    let descriptor = try DirectoryDescriptor.descend(from: directory, through: place.components)
    let parent = place.path.asDirectory
    let directoryByteCount = directory.asDirectory.count
    try descriptor.forEachEntry { entry in
      let path = InputPath(bytes: parent + entry.name)
      func source(_ standing: InputSource.Standing) -> InputSource {
        InputSource(path: path, directoryByteCount: directoryByteCount, standing: standing)
      }
      switch entry.kind {
      case .file: found.append(source(.readable))
      case .symbolicLink: found.append(source(.ignored(.symbolicLink)))
      case .other: found.append(source(.ignored(.notRegularFile)))
      case .directory where isRecursive:
        places.append(Place(components: place.components + [entry.name[...]], path: path))
      case .directory: break
      }
    }
  }
}

extension InputPath {
  /// The bytes to which the name of something in it is appended.
  fileprivate var asDirectory: [UInt8] {
    bytes.last == UInt8(ascii: "/") ? bytes : bytes + [UInt8(ascii: "/")]
  }
}
