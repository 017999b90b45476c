/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.ClassNumbers;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.CorpusOrientation;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.corpus.Places;

/**
 * What executors need to read a corpus: where each row's bytes lie, and its class. Broadcast once.
 * Of a corpus in format 2 it holds class names, 8 bytes for each run of a class, and 4 bytes a
 * shard. Of one in format 1 it holds class names and 16 bytes a row.
 *
 * @param key unique to this corpus and this way of reading it
 * @param location URI of the corpus
 * @param catalogue label of each row
 * @param places where each row's bytes lie
 * @param trained the classes that are trained on
 * @param image form that the network reads, and that images are decoded to
 * @param input what the network reads
 * @param maxPixels largest image that is decoded
 * @param memory how many decoded images are kept
 * @param hadoop the filesystem's configuration
 */
public record CorpusIndex(
    String key,
    String location,
    Catalogue catalogue,
    Places places,
    ClassNumbers trained,
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
    ImageSettings image = CorpusOrientation.decided(settings.image(), corpus.manifest());
    InputRule input = settings.encoder().input();
    Catalogue catalogue = corpus.catalogue();
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
        catalogue,
        corpus.places(),
        ClassNumbers.of(catalogue, settings.batch()),
        image,
        input,
        settings.imports().maxPixels(),
        settings.spark().memory(),
        hadoop);
  }

  /** Returns the number of rows. */
  public int rows() {
    return catalogue.size();
  }

  /**
   * Returns the number of a row's class among the classes that are trained on, from 0; -1 if it is
   * not trained on.
   */
  public int label(int row) {
    return trained.ofLabel(catalogue.label(row));
  }

  /** Returns how many classes are trained on. */
  public int classes() {
    return trained.count();
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
