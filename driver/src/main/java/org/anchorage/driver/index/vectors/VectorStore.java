/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Body;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Writes vectors as an artifact: {@code blocks/part-NNNNN.vec} ({@link VectorBlocks}), and beside
 * each block {@code items/part-NNNNN.parquet}, a row an item ({@code row}, {@code id}, {@code
 * class_name}, {@code split}). Before format 2 there was one table, {@code vectors/}. {@link
 * StoredVectors} reads both into one memory, {@link #table} in tasks. Thread-safe.
 */
public final class VectorStore {

  /** Kind of an artifact of vectors alone. */
  public static final String VECTORS = "vectors";

  /** Kind of an artifact that can also be searched. */
  public static final String INDEX = "index";

  private static final StructType ITEMS =
      new StructType()
          .add(VectorTable.ROW, DataTypes.IntegerType, false)
          .add(VectorTable.ID, DataTypes.StringType, false)
          .add(VectorTable.CLASS_NAME, DataTypes.StringType, false)
          .add(VectorTable.SPLIT, DataTypes.StringType, false);

  private static final StructType ROWS =
      new StructType()
          .add(VectorTable.ID, DataTypes.StringType, false)
          .add(VectorTable.CLASS_NAME, DataTypes.StringType, false)
          .add(VectorTable.SPLIT, DataTypes.StringType, false)
          .add(VectorTable.VECTOR, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final SparkSession session;
  private final Configuration hadoop;
  private final Artifacts artifacts;

  /** Creates a store. */
  public VectorStore(SparkSession session) {
    this.session = session;
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.artifacts = new Artifacts(hadoop);
  }

  /**
   * What is stored.
   *
   * @param blocks of the vectors; they are moved into the artifact
   * @param rows of the items in their corpus, one for each vector, ascending
   * @param items of the corpus: {@code row}, {@code id}, {@code class_name}, {@code split}
   */
  public record Stored(VectorBlocks blocks, int[] rows, Supplier<Dataset<Row>> items) {}

  /**
   * Writes vectors.
   *
   * @throws ArtifactException if the target exists and must not be replaced, or cannot be written
   */
  public Manifest write(
      Path target,
      WhenExists when,
      Stored stored,
      RunSettings settings,
      List<Manifest.Parent> parents) {
    return artifacts.write(
        target,
        when,
        new Draft(VECTORS, StoredParts.FORMAT, settings.written(), parents),
        body(stored));
  }

  private Body body(Stored stored) {
    return temporary -> {
      VectorBlocks blocks = stored.blocks();
      writeItems(new Path(temporary, StoredParts.ITEMS), stored);
      Path directory = new Path(temporary, StoredParts.BLOCKS);
      FileSystem files = directory.getFileSystem(hadoop);
      files.mkdirs(directory);
      // Last: if anything before this fails, the blocks are still there for another try.
      for (int block = 0; block < blocks.blocks(); block++) {
        move(files, blocks.path(block), new Path(directory, VectorBlocks.name(block)));
      }
      return new Contents("", StoredParts.counts(blocks));
    };
  }

  private static void move(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(from + " cannot be moved to " + to);
    }
  }

  /** Puts each item into the partition of its block. */
  private static final class ByBlock extends Partitioner {

    private static final long serialVersionUID = 1;

    private final VectorBlocks blocks;

    ByBlock(VectorBlocks blocks) {
      this.blocks = blocks;
    }

    @Override
    public int numPartitions() {
      return Math.max(1, blocks.blocks());
    }

    @Override
    public int getPartition(Object place) {
      return blocks.layout().blockOf((Integer) place);
    }
  }

  private void writeItems(Path directory, Stored stored) throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<int[]> rows = spark.broadcast(stored.rows());
    try {
      session
          .createDataFrame(
              stored
                  .items()
                  .get()
                  .select("row", VectorTable.ID, VectorTable.CLASS_NAME, VectorTable.SPLIT)
                  .javaRDD()
                  .flatMapToPair(item -> placed(item, rows.value()).iterator())
                  .repartitionAndSortWithinPartitions(new ByBlock(stored.blocks()))
                  .values(),
              ITEMS)
          .write()
          .parquet(directory.toString());
    } finally {
      rows.destroy();
    }
    FileSystem files = directory.getFileSystem(hadoop);
    for (FileStatus file : files.listStatus(directory)) {
      String name = file.getPath().getName();
      // Spark's names: part-00003-(a random UUID)-c000.snappy.parquet is of partition 3.
      if (name.startsWith("part-")) {
        int block = Integer.parseInt(name.split("-", 3)[1]);
        move(files, file.getPath(), new Path(directory, StoredParts.itemsName(block)));
      } else {
        files.delete(file.getPath(), true /* recursive */);
      }
    }
  }

  private static List<Tuple2<Integer, Row>> placed(Row item, int[] rows) {
    int place = Arrays.binarySearch(rows, item.getInt(0));
    return place < 0
        ? List.of()
        : List.of(
            new Tuple2<>(
                place,
                RowFactory.create(place, item.getString(1), item.getString(2), item.getString(3))));
  }

  /**
   * Returns stored vectors as a table that tasks read, block by block: {@code id}, {@code
   * class_name}, {@code split}, {@code vector} (an array of floats), in the order in which they are
   * stored.
   *
   * @param kind {@link #VECTORS} or {@link #INDEX}
   * @throws ArtifactException if there is no such artifact, or it is an index of format 3. Tasks
   *     throw it if a file is missing or damaged
   */
  public Dataset<Row> table(Path location, String kind) {
    Manifest manifest = StoredParts.open(location, kind, hadoop);
    if (manifest.formatVersion() < StoredParts.FORMAT) {
      return session
          .read()
          .parquet(new Path(location, VectorTable.DIRECTORY).toString())
          .orderBy(VectorTable.ROW)
          .select(VectorTable.ID, VectorTable.CLASS_NAME, VectorTable.SPLIT, VectorTable.VECTOR);
    }
    StoredParts parts = StoredParts.of(location, manifest, hadoop);
    List<Integer> blocks = IntStream.range(0, parts.blocks().blocks()).boxed().toList();
    return session.createDataFrame(
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(blocks, Math.max(1, blocks.size()))
            .flatMap(block -> rows(parts.read(block)).iterator()),
        ROWS);
  }

  private static List<Row> rows(StoredVectors stored) {
    return IntStream.range(0, stored.ids().size())
        .mapToObj(
            i ->
                RowFactory.create(
                    stored.ids().get(i),
                    stored.classNames().get(i),
                    stored.splits().get(i),
                    stored.vectors().row(i)))
        .toList();
  }
}
