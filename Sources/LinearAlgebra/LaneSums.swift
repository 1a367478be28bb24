extension SIMD8<Double> {
  /// The sum of all lanes by an explicit tree, so that its rounding is the same everywhere.
  ///
  /// `SIMD.sum()` leaves the order to the compiler.
  @inlinable
  public var treeSum: Double {
    ((self[0] + self[4]) + (self[2] + self[6])) + ((self[1] + self[5]) + (self[3] + self[7]))
  }

  /// The least and the greatest lane; of no meaning when a lane is no number.
  @inlinable
  public var range: (least: Double, greatest: Double) {
    var least = self[0]
    var greatest = self[0]
    for lane in 1..<8 {
      let value = self[lane]
      least = value < least ? value : least
      greatest = value > greatest ? value : greatest
    }
    return (least, greatest)
  }
}
