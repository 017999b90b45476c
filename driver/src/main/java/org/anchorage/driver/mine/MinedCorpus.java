/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.corpus.ItemSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is mined: a corpus, or vectors with labels. Immutable and thread-safe.
 *
 * @param catalogue its rows and labels
 * @param items its ids, which executors read
 * @param parent it as a parent of the table; its location is for messages too
 */
public record MinedCorpus(Catalogue catalogue, ItemSource items, Manifest.Parent parent) {

  /** Returns the rows and the ids of all items: {@code row}, {@code id}. */
  Dataset<Row> ids() {
    return items.items().select("row", "id");
  }
}
