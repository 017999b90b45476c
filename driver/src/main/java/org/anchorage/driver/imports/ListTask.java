/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Lists a part on an executor. */
record ListTask(Broadcast<HadoopSettings> hadoop) implements FlatMapFunction<Part, Entry> {

  private static final int PARTS_A_CORE = 4;

  /** Returns the entries of all parts; several small parts share a task. */
  static JavaRDD<Entry> entries(JavaSparkContext context, List<Part> parts) {
    if (parts.isEmpty()) {
      return context.parallelize(Collections.<Entry>emptyList(), 1);
    }
    int tasks = Math.min(parts.size(), PARTS_A_CORE * context.defaultParallelism());
    Broadcast<HadoopSettings> hadoop =
        context.broadcast(HadoopSettings.of(context.hadoopConfiguration()));
    return context.parallelize(parts, tasks).flatMap(new ListTask(hadoop));
  }

  @Override
  public Iterator<Entry> call(Part part) {
    try {
      return part.list(hadoop.value().configuration());
    } catch (IOException e) {
      throw new ImportException("Cannot list the images: " + e.getMessage(), e);
    }
  }
}
