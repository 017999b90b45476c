/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.mining.hard.ConfusableClasses;
import org.anchorage.mining.hard.MinedNegatives;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes and reads mined tables as artifacts: {@code negatives/} ({@code anchor}, {@code rank},
 * {@code negative}, {@code similarity}) and {@code classes/} ({@code class_name}, {@code rank},
 * {@code confusable}, {@code similarity}) in Parquet, and {@code statistics.json}. Ranks count from
 * 0 and are places in the table, not in the search. Similarities are cosines.
 */
final class MinedStore {

  static final String KIND = "mined";
  private static final int FORMAT = 1;
  private static final String NEGATIVES = "negatives";
  private static final String CLASSES = "classes";
  private static final String STATISTICS = "statistics.json";
  private static final int ROWS_A_FILE = 500_000;
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final StructType NEGATIVES_SCHEMA = schema("anchor", "negative");
  private static final StructType CLASSES_SCHEMA = schema("class_name", "confusable");

  private final SparkSession session;
  private final Configuration hadoop;
  private final Catalogue catalogue;

  MinedStore(SparkSession session, Catalogue catalogue) {
    this.session = session;
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.catalogue = catalogue;
  }

  private static StructType schema(String of, String to) {
    return new StructType()
        .add(of, DataTypes.StringType, false)
        .add("rank", DataTypes.IntegerType, false)
        .add(to, DataTypes.StringType, false)
        .add("similarity", DataTypes.FloatType, false);
  }

  void write(
      Path target,
      WhenExists when,
      Map<String, String> settings,
      Manifest.Parent corpus,
      Mined mined,
      int[] rows,
      List<MinedNegatives> blocks,
      ConfusableClasses classes) {
    new Artifacts(hadoop)
        .write(
            target,
            when,
            new Draft(KIND, FORMAT, settings, List.of(corpus)),
            temporary -> {
              writeParquet(
                  negatives(rows, blocks), NEGATIVES_SCHEMA, new Path(temporary, NEGATIVES));
              writeParquet(confusable(classes), CLASSES_SCHEMA, new Path(temporary, CLASSES));
              Path statistics = new Path(temporary, STATISTICS);
              try (OutputStream out = statistics.getFileSystem(hadoop).create(statistics)) {
                out.write(JSON.writeValueAsBytes(statistics(mined)));
              }
              return new Contents(
                  "",
                  Map.of("anchors", mined.tally().anchors(), "negatives", mined.tally().kept()));
            });
  }

  private static Map<String, Object> statistics(Mined mined) {
    Map<String, Object> statistics = new LinkedHashMap<>();
    statistics.put("anchors", mined.tally().anchors());
    statistics.put("without_positive", mined.tally().withoutPositive());
    statistics.put("with_too_few", mined.tally().withTooFew());
    statistics.put("kept", mined.tally().kept());
    statistics.put("rejected", mined.rejected());
    statistics.put("positives", mined.positives());
    statistics.put("negatives", mined.negatives());
    return statistics;
  }

  private List<Row> negatives(int[] rows, List<MinedNegatives> blocks) {
    List<Row> written = new ArrayList<>();
    for (MinedNegatives block : blocks) {
      for (int i = 0; i < block.rows().length; i++) {
        if (block.rows()[i] >= 0) {
          int anchor = rows[block.from() + i / block.negatives()];
          written.add(
              RowFactory.create(
                  catalogue.item(anchor).id(),
                  i % block.negatives(),
                  catalogue.item(rows[block.rows()[i]]).id(),
                  block.similarities()[i]));
        }
      }
    }
    return written;
  }

  private List<Row> confusable(ConfusableClasses classes) {
    List<Row> written = new ArrayList<>();
    for (int i = 0; i < classes.others().length; i++) {
      if (classes.others()[i] >= 0) {
        written.add(
            RowFactory.create(
                catalogue.className(classes.labels()[i / classes.confusable()]),
                i % classes.confusable(),
                catalogue.className(classes.others()[i]),
                classes.similarities()[i]));
      }
    }
    return written;
  }

  private void writeParquet(List<Row> rows, StructType schema, Path path) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int files = Math.max(1, rows.size() / ROWS_A_FILE);
    session
        .createDataFrame(spark.parallelize(rows, files), schema)
        .write()
        .parquet(path.toString());
  }

  /** Reads a table, and returns it in rows and labels of the catalogue. */
  MinedTable read(Path location) {
    new Artifacts(hadoop).verify(location, KIND, FORMAT);
    Map<String, Integer> labelOf = new HashMap<>();
    for (int label = 0; label < catalogue.classCount(); label++) {
      labelOf.put(catalogue.className(label), label);
    }
    Map<String, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < catalogue.size(); row++) {
      rowOf.put(catalogue.item(row).id(), row);
    }
    int[][] confusable = MinedTable.noClasses(catalogue);
    float[][] similarities = MinedTable.noSimilarities(catalogue);
    lists(location, CLASSES, CLASSES_SCHEMA, labelOf)
        .forEach(
            (label, listed) -> {
              confusable[label] = numbers(listed);
              similarities[label] = similarities(listed);
            });
    Map<Integer, List<Listed>> negatives = lists(location, NEGATIVES, NEGATIVES_SCHEMA, rowOf);
    return new MinedTable(
        confusable,
        similarities,
        negatives.keySet().stream().mapToInt(Integer::intValue).toArray(),
        negatives.values().stream().map(MinedStore::numbers).toArray(int[][]::new));
  }

  /** An entry of a list: an image or a class, and its similarity. */
  private record Listed(int number, float similarity) {}

  private static int[] numbers(List<Listed> listed) {
    return listed.stream().mapToInt(Listed::number).toArray();
  }

  private static float[] similarities(List<Listed> listed) {
    float[] similarities = new float[listed.size()];
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] = listed.get(i).similarity();
    }
    return similarities;
  }

  /** Reads one of the two tables: for each image or class its list, by rank. */
  private Map<Integer, List<Listed>> lists(
      Path location, String table, StructType schema, Map<String, Integer> numbers) {
    Map<Integer, List<Listed>> lists = new TreeMap<>();
    List<Row> rows =
        session
            .read()
            .schema(schema)
            .parquet(new Path(location, table).toString())
            .orderBy("rank")
            .collectAsList();
    for (Row row : rows) {
      lists
          .computeIfAbsent(number(numbers, row.getString(0), location), of -> new ArrayList<>())
          .add(new Listed(number(numbers, row.getString(2), location), row.getFloat(3)));
    }
    return lists;
  }

  private static int number(Map<String, Integer> numbers, String name, Path location) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new ArtifactException(
          "The mined table at "
              + location
              + " names '"
              + name
              + "', which is not in the corpus; mine the corpus that is trained on");
    }
    return number;
  }
}
