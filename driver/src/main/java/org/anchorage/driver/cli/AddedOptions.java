/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.imports.LocalImages;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.index.export.VectorFormat;
import org.anchorage.driver.index.log.Addition;
import org.anchorage.driver.index.vectors.StoredPieces;
import org.anchorage.driver.table.TableFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code --from URI} or {@code --vectors URI}: what is added to an index. */
final class AddedOptions {

  @ArgGroup(multiplicity = "1")
  From from = new From();

  /** One of both. */
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

  /**
   * Refuses options that do not fit together, before the index is opened.
   *
   * @throws ConfigurationException if they do not
   */
  void check() {
    if (ids != null && (from.vectors == null || !isArray(new Path(from.vectors)))) {
      throw new ConfigurationException(
          "--ids", ids, "it is for an .npy file of --vectors alone; other vectors have their ids");
    }
    if (from.vectors != null && format != SourceFormat.AUTO) {
      throw new ConfigurationException(
          "--format", format, "it is for --from alone; vectors tell their format by themselves");
    }
  }

  /** Returns what was named. */
  String named() {
    return from.vectors != null ? from.vectors : Objects.requireNonNull(from.images);
  }

  /** Returns what a thing that is added is called, in the singular. */
  String unit() {
    return from.vectors != null ? "row" : "image";
  }

  /** Adds all. */
  Addition.Result to(Addition addition, Configuration hadoop) throws IOException {
    if (from.vectors != null) {
      return vectors(addition, new Path(from.vectors), hadoop);
    }
    String named = named();
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

  private static boolean isArray(Path at) {
    return at.getName().toLowerCase(Locale.ROOT).endsWith(VectorFormat.NPY.ending());
  }

  private Addition.Result vectors(Addition addition, Path at, Configuration hadoop)
      throws IOException {
    if (isArray(at)) {
      return addition.array(at, ids == null ? at.suffix(".ids.txt") : new Path(ids));
    }
    if (TableFiles.isParquet(at, hadoop)) {
      return addition.table(at);
    }
    refuseFile(at, hadoop);
    try (StoredPieces vectors = StoredPieces.open(at, hadoop)) {
      return addition.vectors(vectors);
    }
  }

  /** What embed wrote is a directory. */
  private static void refuseFile(Path at, Configuration hadoop) throws IOException {
    try {
      if (at.getFileSystem(hadoop).getFileStatus(at).isFile()) {
        throw new ConfigurationException(
            "--vectors",
            at,
            "a file of vectors is Parquet (.parquet) or a float32 array of NumPy (.npy); write it as"
                + " one of these, or name the directory that embed wrote");
      }
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(
          "There is nothing at " + at + "; name what embed wrote, Parquet, or an array of NumPy");
    }
  }
}
