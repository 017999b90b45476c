/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The files of an export. */
public enum TupleFormat {
  /** Parquet: keeps types, and takes less room. */
  PARQUET {
    @Override
    void write(Dataset<Row> tuples, Path directory) {
      tuples.write().parquet(directory.toString());
    }
  },

  /**
   * CSV in UTF-8 as RFC 4180 has it, each file with a header. Every value is quoted, and a quote in
   * it is doubled.
   */
  CSV {
    @Override
    void write(Dataset<Row> tuples, Path directory) {
      tuples
          .write()
          .option("header", true)
          .option("escape", "\"")
          // Where it chooses what to quote, a carriage return stays bare.
          .option("quoteAll", true)
          // Spark would cut blanks off.
          .option("ignoreLeadingWhiteSpace", false)
          .option("ignoreTrailingWhiteSpace", false)
          .csv(directory.toString());
    }
  };

  abstract void write(Dataset<Row> tuples, Path directory);

  /** Returns the name as users type it; files end in it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
