/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.LocalImages;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.index.log.Addition;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.session.Sparks;
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
                + " attributes, text is an item's text), zip or tar files, as for import. The"
                + " index's own network embeds them.")
    @Nullable String images;

    @Option(
        names = "--vectors",
        paramLabel = "URI",
        description = "Vectors that embed wrote, of the network of the index.")
    @Nullable String vectors;
  }

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
  public Integer call() {
    Configuration hadoop = Sparks.hadoop();
    try (IndexWriter writer = IndexWriter.open(index.path(), hadoop, log.items)) {
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
      log.sayIfDue(writer, index.index, output);
      output.writeResult(result);
    }
    return 0;
  }

  private Addition.Result add(Addition addition, Configuration hadoop) {
    if (from.vectors != null) {
      return addition.vectors(new Path(from.vectors));
    }
    try (LocalImages images =
        LocalImages.list(java.util.Objects.requireNonNull(from.images), format, hadoop)) {
      return addition.images(images);
    }
  }
}
