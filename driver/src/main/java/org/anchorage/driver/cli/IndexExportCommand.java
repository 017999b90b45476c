/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.export.IndexPieces;
import org.anchorage.driver.index.export.VectorExport;
import org.anchorage.driver.index.export.VectorFormat;
import org.anchorage.driver.index.vectors.StoredPieces;
import org.anchorage.driver.index.vectors.VectorPieces;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the vectors of an index for other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the vectors of an index, or those that embed wrote, for other programs.",
      "Deleted items are left out, and added ones are there. Needs no Spark."
    })
final class IndexExportCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  From from = new From();

  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  /** What is exported. */
  static final class From {

    @Option(names = "--index", paramLabel = "URI", description = "The index.")
    @Nullable String index;

    @Option(names = "--vectors", paramLabel = "URI", description = "Vectors that embed wrote.")
    @Nullable String vectors;
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "As the ending of --to says, or:",
        "parquet: id, class, split, text, attributes, vector.",
        "csv: id, class, v0, v1, ...",
        "npy: a float32 array of NumPy, and a text file of the ids beside it.",
        "faiss: an IndexFlatL2 of faiss, and a text file of the ids beside it."
      })
  @Nullable VectorFormat format;

  @Override
  public Integer call() throws IOException {
    long began = System.nanoTime();
    Configuration hadoop = Sparks.hadoop();
    VectorExport export = export(hadoop);
    new Artifacts(hadoop).requireFree(export.target(), target.whenExists());
    try (VectorPieces vectors = open(hadoop)) {
      export.write(vectors, output.progress());
      double seconds = (System.nanoTime() - began) / 1e9;
      output.say(
          "Exported %s of %d to %s in %.1f s",
          Count.of(vectors.count(), "vector"), vectors.dim(), export.target(), seconds);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", export.target().toString());
      result.put("format", export.format().toString());
      result.put("items", vectors.count());
      result.put("dim", vectors.dim());
      result.put("seconds", seconds);
      if (export.format().listsIds()) {
        output.say("Ids of the rows: %s", export.ids());
        result.put("ids", export.ids().toString());
      }
      output.writeResult(result);
    }
    return 0;
  }

  private VectorPieces open(Configuration hadoop) {
    return from.index != null
        ? IndexPieces.open(new Path(from.index), hadoop)
        : StoredPieces.open(new Path(Objects.requireNonNull(from.vectors)), hadoop);
  }

  private VectorExport export(Configuration hadoop) throws IOException {
    Path to = target.path();
    FileSystem files = to.getFileSystem(hadoop);
    VectorFormat chosen = format;
    if (chosen == null) {
      chosen =
          VectorFormat.of(to.getName())
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "--to",
                          target.to,
                          "its ending tells no format; give --format parquet, csv, npy or faiss"));
    }
    boolean folder = files.exists(to) && files.getFileStatus(to).isDirectory();
    return new VectorExport(
        folder ? new Path(to, "vectors" + chosen.ending()) : to, chosen, hadoop);
  }
}
