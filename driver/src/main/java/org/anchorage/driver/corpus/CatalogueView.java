/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import org.anchorage.core.corpus.Catalogue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A catalogue on disk, opened: what its format makes of rows. */
interface CatalogueView extends ItemSource {

  /** Returns the number of items that were found. */
  long count();

  /** Returns label and split of each row. */
  Catalogue catalogue();

  /** Returns where the bytes of each row lie. */
  Places places();

  /** Returns the items with their rows; see {@link Corpus#items}. Runs no job. */
  @Override
  Dataset<Row> items();
}
