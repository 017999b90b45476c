/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.plan.ClassNumbers;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;

/**
 * What executors need to read a corpus: where each row's bytes lie, and its class. Some sixteen
 * bytes a row; broadcast once.
 *
 * @param key unique to this corpus and this way of reading it
 * @param location URI of the corpus
 * @param shards names of its shards
 * @param shard of each row, as an index into {@code shards}
 * @param offset of each row in its shard
 * @param labels of each row: the number of its class among the classes that are trained on, from 0;
 *     -1 if it is not trained on
 * @param classes how many classes are trained on
 * @param image form that the network reads, and that images are decoded to
 * @param input what the network reads
 * @param maxPixels largest image that is decoded
 * @param memory how many decoded images are kept
 * @param hadoop the filesystem's configuration
 */
public record CorpusIndex(
    String key,
    String location,
    List<String> shards,
    int[] shard,
    long[] offset,
    int[] labels,
    int classes,
    ImageSettings image,
    InputRule input,
    long maxPixels,
    MemorySettings memory,
    HadoopSettings hadoop)
    implements Serializable {

  /**
   * Returns the index of an open corpus.
   *
   * @param settings the form to decode to, and the classes that are trained on
   */
  public static CorpusIndex of(Corpus corpus, Settings settings, HadoopSettings hadoop) {
    ImageSettings image = settings.image();
    InputRule input = settings.encoder().input();
    Catalogue catalogue = corpus.catalogue();
    ClassNumbers classes = ClassNumbers.of(catalogue, settings.batch());
    int rows = catalogue.size();
    Map<String, Integer> shards = new LinkedHashMap<>();
    int[] shard = new int[rows];
    long[] offset = new long[rows];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      Item item = catalogue.item(row);
      int next = shards.size();
      shard[row] = shards.computeIfAbsent(item.shard(), name -> next);
      offset[row] = item.offset();
      labels[row] = classes.ofLabel(catalogue.label(row));
    }
    // Executors have other working directories and perhaps another default filesystem.
    String key =
        corpus.location()
            + "#"
            + corpus.manifest().fingerprint()
            + "#"
            + image
            + "#"
            + input
            + "#"
            + settings.spark().memory().pixelsMb()
            // What the labels are made of: another run may number its classes otherwise.
            + "#"
            + settings.batch().smallClasses()
            + "#"
            + settings.batch().images();
    return new CorpusIndex(
        key,
        qualified(corpus, hadoop),
        new ArrayList<>(shards.keySet()),
        shard,
        offset,
        labels,
        classes.count(),
        image,
        input,
        settings.imports().maxPixels(),
        settings.spark().memory(),
        hadoop);
  }

  private static String qualified(Corpus corpus, HadoopSettings hadoop) {
    try {
      return corpus
          .location()
          .getFileSystem(hadoop.configuration())
          .makeQualified(corpus.location())
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot reach the corpus at " + corpus.location() + ": " + e.getMessage(), e);
    }
  }
}
