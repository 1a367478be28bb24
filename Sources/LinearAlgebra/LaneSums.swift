extension SIMD8<Double> {
  /// The sum of all lanes by an explicit tree, so that its rounding is the same everywhere.
  ///
  /// `SIMD.sum()` leaves the order to the compiler.
  @inlinable
  public var treeSum: Double {
    ((self[0] + self[4]) + (self[2] + self[6])) + ((self[1] + self[5]) + (self[3] + self[7]))
  }
}
