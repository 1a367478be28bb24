extension Matrix {
  public var rowIndices: Range<Int> { 0..<rowCount }

  /// The rows of `indices`, in their order.
  public func selecting(_ indices: [Int]) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(indices.count * columnCount)
    for index in indices {
      elements.append(contentsOf: self.elements[index * columnCount..<(index + 1) * columnCount])
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
