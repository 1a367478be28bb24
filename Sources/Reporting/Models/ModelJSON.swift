import Detection
import Records

/// `model show --format json`: what a model holds, without the numbers that only scoring needs.
public enum ModelJSON {
  public static func write(
    _ model: SavedModel, path: InputPath, byteCount: Int, to output: OutputBuffer
  ) {
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", "ipclust.model.show")
      json.member("schemaVersion", 1)
      ScanJSON.writePath(path, to: &json)
      json.member("byteCount", byteCount)
      json.member("checksum", model.checksum)
      json.object("receipt") { json in ModelFile.writeReceipt(model, to: &json) }
      json.array("populations") { json in
        for population in model.populations {
          json.object { json in write(population, to: &json) }
        }
      }
    }
    json.endDocument()
  }

  private static func write(_ population: PopulationModel, to json: inout JSONWriter) {
    json.member("side", population.side.rawValue)
    json.member("family", population.family.rawValue)
    json.member("addressCount", population.addressCount)
    json.object("encoding", .compact) { json in
      ScanJSON.writeEncoding(population.schema, population.scalings, to: &json)
    }
    json.member("algorithm", population.model.algorithmName)
    json.member("componentCount", population.model.componentCount)
    json.object("threshold", .compact) { json in
      ScanJSON.writeThreshold(population.threshold, of: population.model, to: &json)
    }
    json.array("clusters") { json in
      for (index, cluster) in population.clusters.enumerated() {
        json.object(.compact) { json in
          json.member("index", index)
          json.member("weight", population.weights[index])
          json.member("name", cluster.name)
          ScanJSON.writeNetworks(cluster.networks, to: &json)
        }
      }
    }
  }
}
