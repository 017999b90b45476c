/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.LocalImages;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.index.export.VectorFormat;
import org.anchorage.driver.index.log.Addition;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.vectors.StoredPieces;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.table.TableFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds items to an index. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Add images, or vectors with their ids, to an index. Needs no Spark.",
      "An item whose id is there replaces it. Each line that is printed says how many items are on"
          + " the disk. Images that cannot be read are listed and left out."
    })
final class IndexAddCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Mixin IndexOption index = new IndexOption();
  @Mixin LogOption log = new LogOption();
  @Mixin Output output = new Output();

  @ArgGroup(multiplicity = "1")
  From from = new From();

  /** What is added. */
  static final class From {

    @Option(
        names = "--from",
        paramLabel = "URI",
        description =
            "Images with their classes: a folder, a list (path,label[,split], further columns are"
                + " attributes, text is an item's text), zip, tar or Parquet files, as for import."
                + " The index's own network embeds them.")
    @Nullable String images;

    @Option(
        names = "--vectors",
        paramLabel = "URI",
        description =
            "Vectors of the network of the index: those that embed wrote; Parquet with id and"
                + " vector (class, split, text, and attributes in other columns); or a float32"
                + " array of NumPy (.npy).")
    @Nullable String vectors;
  }

  @Option(
      names = "--ids",
      paramLabel = "FILE",
      description = "Ids of the rows of an .npy file, one a line (default: its name + .ids.txt).")
  @Nullable String ids;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Of --from: ${COMPLETION-CANDIDATES}; auto (default) looks at the files.")
  SourceFormat format = SourceFormat.AUTO;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Items that are written at once (default ${DEFAULT-VALUE}).")
  int batch = 1000;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = Sparks.hadoop();
    try (IndexWriter writer = log.open(index, hadoop)) {
      Addition addition =
          new Addition(
              writer,
              batch,
              added ->
                  output.say("Added %,d items; %,d in the index", added, writer.info().items()));
      Addition.Result result = add(addition, hadoop);
      output.say(
          "Added %,d items to %s in %.1f s: %,d are new, %,d replaced others",
          result.added(),
          index.index,
          result.seconds(),
          result.added() - result.replaced(),
          result.replaced());
      if (!result.bad().isEmpty()) {
        output.say("%,d images were left out:", result.bad().size());
        for (Bad bad : result.bad().subList(0, Math.min(SHOWN, result.bad().size()))) {
          output.say("  %s", bad.toString());
        }
      }
      if (writer.compactionDue()) {
        LogOption.sayDue(writer.info(), index.index, output);
      }
      output.writeResult(result);
    }
    return 0;
  }

  private Addition.Result add(Addition addition, Configuration hadoop) throws IOException {
    if (from.vectors != null) {
      return addVectors(addition, new Path(from.vectors), hadoop);
    }
    String named = Objects.requireNonNull(from.images);
    if (isParquet(named, hadoop)) {
      return addition.table(new Path(named));
    }
    try (LocalImages images = LocalImages.list(named, format, hadoop)) {
      return addition.images(images);
    }
  }

  private boolean isParquet(String named, Configuration hadoop) throws IOException {
    return format == SourceFormat.PARQUET
        || (format == SourceFormat.AUTO
            && !StrokeSource.names(named)
            && TableFiles.isParquet(new Path(named), hadoop));
  }

  private Addition.Result addVectors(Addition addition, Path at, Configuration hadoop)
      throws IOException {
    if (at.getName().endsWith(VectorFormat.NPY.ending())) {
      return addition.array(at, ids == null ? at.suffix(".ids.txt") : new Path(ids));
    }
    if (ids != null) {
      throw new ConfigurationException("--ids", ids, "it is for an .npy file of --vectors alone");
    }
    if (TableFiles.isParquet(at, hadoop)) {
      return addition.table(at);
    }
    try (StoredPieces vectors = StoredPieces.open(at, hadoop)) {
      return addition.vectors(vectors);
    }
  }
}
