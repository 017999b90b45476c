/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A task that is cancelled while it writes a table ends, and leaves nothing. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TestCancellation {

  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  private static final StructType SCHEMA =
      new StructType().add("number", DataTypes.IntegerType, false);

  /** Tasks run in this JVM. */
  private static volatile CountDownLatch running = new CountDownLatch(1);

  private static volatile CountDownLatch ended = new CountDownLatch(1);
  private static volatile boolean stop;

  @TempDir Path directory;

  @BeforeEach
  void begin() {
    running = new CountDownLatch(1);
    ended = new CountDownLatch(1);
    stop = false;
  }

  @AfterEach
  void stop() {
    stop = true;
  }

  private static void began() {
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> ended.countDown());
    running.countDown();
  }

  private static Iterator<Tuple2<Integer, String>> endless() {
    began();
    return Stream.generate(() -> new Tuple2<>(0, "id")).takeWhile(id -> !stop).iterator();
  }

  @Test
  void itReadsNoMoreIds() throws Exception {
    JavaPairRDD<Integer, String> ids =
        SPARK.parallelize(List.of(0), 1).mapPartitionsToPair(part -> endless());
    JavaFutureAction<List<Links>> named =
        new LinkNames(SPARK.broadcast(new int[] {0}), 1, 1, "here")
            .name(SPARK.<Links>parallelize(List.of(), 1), ids)
            .collectAsync();
    running.await();
    named.cancel(true);
    assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void itWritesNothing() throws Exception {
    String place = directory.resolve("artifact/negatives").toUri().toString();
    JavaFutureAction<Void> written =
        SPARK
            .parallelize(List.of(0), 1)
            .foreachAsync(
                part -> {
                  began();
                  while (!TaskContext.get().isInterrupted()) {
                    TimeUnit.MILLISECONDS.sleep(10);
                  }
                  NegativesTable.writePart(
                      new org.apache.hadoop.fs.Path(place),
                      0,
                      Collections.emptyIterator(),
                      new Configuration());
                });
    running.await();
    written.cancel(true);
    assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(directory.resolve("artifact")).doesNotExist();
  }

  /** Returns rows that end when the first of them is asked for. */
  private static Iterator<Row> failing() {
    return Stream.of(1)
        .<Row>map(
            row -> {
              throw new IllegalStateException("cancelled");
            })
        .iterator();
  }

  private void fail() {
    assertThatThrownBy(
            () ->
                RowFile.write(
                    new org.apache.hadoop.fs.Path(directory.resolve("artifact/table").toUri()),
                    0,
                    SCHEMA,
                    failing(),
                    new Configuration()))
        .hasMessage("cancelled");
  }

  @Test
  void aPartThatCannotBeWrittenLeavesNoFolder() {
    fail();
    assertThat(directory.resolve("artifact")).doesNotExist();
  }

  @Test
  void whatOthersWriteStays() throws IOException {
    Path other = directory.resolve("artifact/table/_temporary/other");
    Files.createDirectories(other.getParent());
    Files.createFile(other);
    fail();
    try (Stream<Path> left = Files.list(other.getParent())) {
      assertThat(left).containsExactly(other);
    }
    RowFile.write(
        new org.apache.hadoop.fs.Path(directory.resolve("artifact/table").toUri()),
        0,
        SCHEMA,
        List.of(RowFactory.create(7)).iterator(),
        new Configuration());
    assertThat(other).exists();
    assertThat(directory.resolve("artifact/table/part-00000.snappy.parquet")).exists();
  }
}
