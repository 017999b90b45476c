/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.StrokeSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/spark-ml.md tells people to type: change both together. */
class TestSparkMlPage {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root"));
  private static final int CLASSES = 16;
  private static final int IMAGES = 6;

  @TempDir Path directory;

  /** The page's example. It is Scala there; the calls and their arguments are the same. */
  private static Dataset<Row> example(SparkSession spark, String models) throws IOException {
    // page
    var images = spark.table("photos");
    var learner =
        new MetricLearner()
            .setDirectory(models)
            .setSetting("loss.name", "triplet")
            .setSetting("batch.classes", "8")
            .setSetting("batch.images", "4")
            .setSetting("epochs", "2");
    var model = learner.fit(images);
    model.save(models + "/model");
    var vectors =
        EmbeddingModel.load(models + "/model")
            .setInputCol("image")
            .setOutputCol("vector")
            .transform(images);
    var negatives =
        new HardNegatives()
            .setDirectory(models + "/mined")
            .setIdCol("id")
            .setLabelCol("label")
            .transform(vectors);
    // end
    return negatives;
  }

  private static void photos() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < CLASSES * IMAGES; i++) {
      int own = i / IMAGES;
      byte[] image = StrokeSource.draw(1, own, i % IMAGES);
      rows.add(RowFactory.create("item-" + i, image, "class " + own, own < 12 ? "train" : "test"));
    }
    LocalSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.StringType)
                .add("image", DataTypes.BinaryType)
                .add("label", DataTypes.StringType)
                .add("split", DataTypes.StringType))
        .createOrReplaceTempView("photos");
  }

  @Test
  void theExampleRuns() throws IOException {
    photos();
    try {
      List<Row> negatives =
          example(LocalSpark.session(), directory.resolve("models").toString()).collectAsList();
      assertThat(negatives).isNotEmpty();
      for (Row row : negatives) {
        assertThat(own(row.getString(0))).isNotEqualTo(own(row.getString(2)));
      }
    } finally {
      LocalSpark.session().catalog().dropTempView("photos");
    }
    assertThat(directory.resolve("models/fit-0001/run/metrics.jsonl")).exists();
  }

  private static int own(String id) {
    return Integer.parseInt(id.substring("item-".length())) / IMAGES;
  }

  @Test
  void theExampleIsThePages() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/spark-ml.md"));
    String own = getClass().getName().replace('.', '/') + ".java";
    String source = Files.readString(ROOT.resolve("driver/src/test/java").resolve(own));
    String typed = between(page, "```scala\n", "```");
    assertThat(typed).contains("import " + getClass().getPackageName() + "._\n");
    assertThat(calls(between(page, "val models = ", "```")))
        .as("the calls of docs/spark-ml.md")
        .isEqualTo("\"hdfs:///models/photos\"" + calls(between(source, "// page\n", "// end\n")));
  }

  private static String between(String text, String from, String to) {
    int begin = text.indexOf(from) + from.length();
    return text.substring(begin, text.indexOf(to, begin));
  }

  /** Returns code without comments, declarations' words, semicolons and spaces. */
  private static String calls(String code) {
    return code.replaceAll("(?m) //.*$", "").replaceAll("\\b(va[lr]) |;|\\s", "");
  }

  @Test
  void theJarsHoldTheDriver() throws Exception {
    String made = bash(ROOT, "deploy/build-archive --dry-run");
    Matcher copied =
        Pattern.compile("cp .*/(anchorage-driver-.*\\.jar) .*/(deploy/target)/").matcher(made);
    assertThat(copied.find()).as(made).isTrue();
    Path target = directory.resolve(copied.group(2));
    Files.createDirectories(target.resolve("jars"));
    Files.createFile(target.resolve(copied.group(1)));
    for (String jar :
        List.of(
            "anchorage-core-1",
            "hadoop-client-api-3",
            "nd4j-api-1",
            "scala-library-2",
            "spark-sql_2.12-3")) {
      Files.createFile(target.resolve("jars/" + jar + ".jar"));
    }
    String page = Files.readString(ROOT.resolve("docs/spark-ml.md"));
    String list = between(page, "--jars ", "\n");
    assertThat(bash(directory, "echo " + list).strip().split(","))
        .containsExactlyInAnyOrder(
            "deploy/target/" + copied.group(1),
            "deploy/target/jars/anchorage-core-1.jar",
            "deploy/target/jars/nd4j-api-1.jar");
  }

  private static String bash(Path where, String line) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", line)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
