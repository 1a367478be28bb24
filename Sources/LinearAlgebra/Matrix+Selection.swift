extension Matrix {
  public var rowIndices: Range<Int> { 0..<rowCount }

  /// The rows of `indices`, in their order.
  public func selecting(_ indices: [Int]) -> Matrix {
    let (d, count) = (columnCount, indices.count * columnCount)
    for index in indices { precondition(rowIndices.contains(index), "indices are of rows") }
    let elements = [Double](unsafeUninitializedCapacity: count) { target, initializedCount in
      self.elements.withUnsafeBufferPointer { elements in
        for (place, index) in indices.enumerated() {
          for column in 0..<d {
            target.initializeElement(at: place &* d &+ column, to: elements[index &* d &+ column])
          }
        }
      }
      initializedCount = count
    }
    return Matrix(rowCount: indices.count, columnCount: columnCount, elements: elements)
  }

  /// The indices of all rows, those of lower elements first; equal rows keep their order.
  public var lexicographicRowOrder: [Int] {
    rowIndices.sorted { left, right in
      for column in 0..<columnCount where self[left, column] != self[right, column] {
        return self[left, column] < self[right, column]
      }
      return left < right
    }
  }
}
