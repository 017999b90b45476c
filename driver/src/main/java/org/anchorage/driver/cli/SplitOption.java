/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import picocli.CommandLine.Option;

/** {@code --split NAME}: which items of a corpus. */
final class SplitOption {

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "train, validation, test or all (default).")
  String split = "all";

  /** Returns the rows. */
  int[] rows(Catalogue catalogue) {
    int[] rows =
        split.equals("all")
            ? java.util.stream.IntStream.range(0, catalogue.size()).toArray()
            : catalogue.rows(Split.of(split));
    if (rows.length == 0) {
      throw new ConfigurationException(
          "--split", split, "the corpus has no items in it; choose another split");
    }
    return rows;
  }

  /** Returns the items at some rows. */
  static List<Item> items(Catalogue catalogue, int[] rows) {
    List<Item> items = new ArrayList<>(rows.length);
    Arrays.stream(rows).forEach(row -> items.add(catalogue.item(row)));
    return items;
  }
}
