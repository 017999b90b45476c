/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Locale;
import java.util.stream.IntStream;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import picocli.CommandLine.Option;

/** {@code --split NAME}: which items of a corpus. */
final class SplitOption {

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split to embed: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  Wanted split = Wanted.ALL;

  /** A split, or all of them. */
  enum Wanted {
    TRAIN,
    VALIDATION,
    TEST,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the rows. */
  int[] rows(Catalogue catalogue) {
    int[] rows =
        switch (split) {
          case TRAIN -> catalogue.rows(Split.TRAIN);
          case VALIDATION -> catalogue.rows(Split.VALIDATION);
          case TEST -> catalogue.rows(Split.TEST);
          case ALL -> IntStream.range(0, catalogue.size()).toArray();
        };
    if (rows.length == 0) {
      throw new ConfigurationException(
          "--split", split, "the corpus has no items in it; choose another split");
    }
    return rows;
  }
}
