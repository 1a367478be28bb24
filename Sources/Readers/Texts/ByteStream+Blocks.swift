import Records

extension ByteStream {
  /// How the reading of a text's blocks came to its end.
  enum Ending {
    /// At the end of the text, or where its reader wanted no more of it.
    case whole
    /// At damage, so that what is left of a line is not what stood in the file.
    case broken
    case stopped
  }

  /// Passes over the mark that some programs put before UTF-8.
  func passByteOrderMark() {
    if peek(3).elementsEqual(Magic.utf8ByteOrderMark) { _ = take(upTo: 3) { _ in } }
  }

  /// Hands every block to `consume` until there are none, or `isOver` or `shouldStop` says so.
  func readBlocks(
    _ shouldStop: () -> Bool, isOver: () -> Bool, _ consume: (Span<UInt8>) -> Void
  ) -> Ending {
    while take(consume) {
      if isOver() { return .whole }
      if shouldStop() { return .stopped }
    }
    if failure != nil { return .broken }
    // A silent pipe that was given up on ends without a failure, but not at the text's end.
    return shouldStop() ? .stopped : .whole
  }
}
