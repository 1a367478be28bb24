import LinearAlgebra

/// A tree of random cuts in preorder: the left child of a node is the next one.
public struct IsolationTree: Sendable, Equatable {
  /// `[nodeCount]`, the feature that a node cuts; −1 for a leaf.
  public let features: [Int]
  /// `[nodeCount]`, rows of at most this value go left; of a leaf, the length of its path: cuts
  /// above it, and the usual number of cuts that would separate its rows.
  public let values: [Double]
  /// `[nodeCount]`, of a leaf −1.
  public let rightChildren: [Int]

  /// - Returns: nil when the nodes do not form one tree in preorder.
  public init?(features: [Int], values: [Double], rightChildren: [Int]) {
    guard Self.isPreorder(features, rightChildren), values.count == features.count else {
      return nil
    }
    self.init(features, values, rightChildren)
  }

  init(_ features: [Int], _ values: [Double], _ rightChildren: [Int]) {
    self.features = features
    self.values = values
    self.rightChildren = rightChildren
  }

  /// One more than the highest feature that is cut.
  var requiredFeatureCount: Int { (features.max() ?? -1) + 1 }

  /// Whether every subtree ends where the next begins: the right child of a node stands where the
  /// subtree of its left child has ended.
  private static func isPreorder(_ features: [Int], _ rightChildren: [Int]) -> Bool {
    guard !features.isEmpty, features.count == rightChildren.count else { return false }
    // Right children that are still to come, the next one last.
    var awaited: [Int] = []
    for node in features.indices {
      if features[node] >= 0 {
        awaited.append(rightChildren[node])
        continue
      }
      guard features[node] == -1, rightChildren[node] == -1 else { return false }
      guard let next = awaited.popLast() else { return node == features.count - 1 }
      guard next == node + 1 else { return false }
    }
    return false
  }

  /// Adds the length of the path of each row to `sums`.
  func addPathLengths(of samples: Matrix, to sums: inout [Double]) {
    let d = samples.columnCount
    samples.elements.withUnsafeBufferPointer { elements in
      features.withUnsafeBufferPointer { features in
        values.withUnsafeBufferPointer { values in
          rightChildren.withUnsafeBufferPointer { rightChildren in
            for row in sums.indices {
              var node = 0
              while features[node] >= 0 {
                let goesLeft = elements[row * d + features[node]] <= values[node]
                node = goesLeft ? node + 1 : rightChildren[node]
              }
              sums[row] += values[node]
            }
          }
        }
      }
    }
  }
}
