/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.corpus.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSettingsReader {

  private static SettingsReader words(String... words) {
    return SettingsReader.defaults().with(List.of(words));
  }

  private static SettingsReader text(String text) {
    return SettingsReader.defaults().with(text, "test.conf");
  }

  private static List<Path> files() throws IOException {
    Path conf = Path.of(System.getProperty("anchorage.root"), "conf");
    try (Stream<Path> files = Files.list(conf)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @Test
  void everyFileInConfLoads() throws IOException {
    assertThat(files()).isNotEmpty();
    for (Path file : files()) {
      Settings settings =
          SettingsReader.defaults().with(Files.readString(file), file.toString()).settings();
      assertThat(settings.batch().size()).as(file.toString()).isPositive();
    }
  }

  /** The program's defaults are the file that people read, not a copy of it. */
  @Test
  void defaultsAreTheFileInConf() throws IOException {
    Path file = Path.of(System.getProperty("anchorage.root"), "conf", "defaults.conf");
    SettingsReader read = text(Files.readString(file));
    assertThat(read.flat()).isEqualTo(SettingsReader.defaults().flat());
    assertThat(read.settings()).isEqualTo(SettingsReader.defaults().settings());
  }

  @Test
  void laterGoesOverEarlier() {
    SettingsReader file = text("epochs = 3, loss { triplet { margin = 0.5 } }");
    assertThat(file.settings().train().epochs()).isEqualTo(3);
    assertThat(file.with(List.of("epochs=4", "epochs=5")).settings().train().epochs()).isEqualTo(5);
    assertThat(((LossSettings.Triplet) file.settings().loss()).margin()).isEqualTo(0.5);
    assertThat(file.settings().train().steps()).isEqualTo(32);
  }

  @Test
  void everyChoiceIsReadAsWritten() {
    Settings settings =
        words(
                "loss.name=n-pairs",
                "batch.sampler=pairs",
                "batch.images=2",
                "mining=instances",
                "augment.flip=horizontal",
                "optimiser.state=reset",
                "image.invert=true",
                "evaluate.split=val")
            .settings();
    assertThat(settings.loss()).isEqualTo(new LossSettings.NPairs(0.002));
    assertThat(settings.mine().mode()).isEqualTo(MineSettings.Mode.INSTANCES);
    assertThat(settings.augment().flip()).isEqualTo(AugmentSettings.Flip.HORIZONTAL);
    assertThat(settings.image().invert()).isTrue();
    assertThat(settings.evaluate().split()).isEqualTo(Split.VALIDATION);
  }

  @Test
  void listsAreWrittenInBrackets() {
    assertThat(words("evaluate.k=[1, 10,100]").settings().evaluate().k())
        .containsExactly(1, 10, 100);
    assertThat(text("evaluate.k = [2]").settings().evaluate().k()).containsExactly(2);
  }

  @Test
  void urisNeedNoQuotes() {
    String uri = "hdfs://name-node:8020/data/x=1,y?a=b#c";
    assertThat(words("corpus=" + uri, "run=s3a://bucket/run 1").settings().corpus()).isEqualTo(uri);
    assertThat(words("corpus=C:\\data").settings().corpus()).isEqualTo("C:\\data");
    assertThat(words("corpus=").settings().corpus()).isEmpty();
  }

  @Test
  void sparkPropertiesAreFree() {
    assertThat(words("spark.conf.spark.driver.maxResultSize=4g").settings().spark().properties())
        .isEqualTo(Map.of("spark.driver.maxResultSize", "4g"));
    assertThat(
            text("spark.conf { \"spark.speculation\" = false, spark.task.cpus = 2 }")
                .settings()
                .spark()
                .properties())
        .isEqualTo(Map.of("spark.speculation", "false", "spark.task.cpus", "2"));
  }

  @Test
  void numbersMayBeWrittenInAnyWay() {
    Settings settings =
        words("optimiser.learning-rate=1e-3", "import.max-pixels=1e6", "seed=-1").settings();
    assertThat(settings.optimiser().learningRate()).isEqualTo(0.001);
    assertThat(settings.imports().maxPixels()).isEqualTo(1_000_000);
    assertThat(settings.seed()).isEqualTo(-1);
  }

  @Test
  void renderIsReadBack() {
    SettingsReader reader = words("corpus=hdfs://h:1/a b", "evaluate.k=[1,3]", "epochs=3");
    SettingsReader back = text(reader.render());
    assertThat(back.flat()).isEqualTo(reader.flat());
    assertThat(back.settings()).isEqualTo(reader.settings());
  }

  @Test
  void aCosineScheduleFallsFromAllToNothing() {
    OptimiserSettings.Schedule cosine =
        words("optimiser.schedule=cosine").settings().optimiser().schedule();
    assertThat(cosine.factor(0)).isEqualTo(1);
    assertThat(cosine.factor(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(1)).isCloseTo(0, within(1e-12));
    assertThat(words().settings().optimiser().schedule().factor(0.9)).isEqualTo(1);
  }

  @Test
  void whatMayBeSecretIsNotWritten() {
    SettingsReader reader = words("spark.conf.\"spark.hadoop.fs.s3a.secret.key\"=hush");
    assertThat(reader.settings().spark().properties())
        .containsEntry("spark.hadoop.fs.s3a.secret.key", "hush");
    assertThat(reader.render()).doesNotContain("hush");
    assertThat(reader.flat().toString()).doesNotContain("hush");
    assertThat(text(reader.render()).settings().spark().properties()).isEmpty();
  }

  @Test
  void flatHasEveryKeyAscending() {
    List<String> keys = new ArrayList<>(words("epochs=3").flat().keySet());
    assertThat(keys).isSorted().contains("epochs", "loss.n-pairs.l2", "evaluate.k");
    assertThat(words("epochs=3").flat()).containsEntry("epochs", "3");
    assertThat(words().flat()).containsEntry("evaluate.k", "[1, 2, 4, 8]");
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    assertThatThrownBy(() -> words("loss.triplet.margn=1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use loss.triplet.margn = 1: there is no such key (from the command line);"
                + " did you mean 'loss.triplet.margin'? conf/defaults.conf has them all");
    assertThatThrownBy(() -> text("epoch = 1"))
        .hasMessageStartingWith("Cannot use epoch = 1: there is no such key (from test.conf);")
        .hasMessageContaining("did you mean 'epochs'?");
    assertThatThrownBy(() -> text("epochs { all = 1 }")).hasMessageContaining("no such key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs=many | Cannot use epochs = many: it must be a whole number",
        "epochs=2.5 | Cannot use epochs = 2.5: it must be a whole number",
        "epochs=3000000000 | Cannot use epochs = 3000000000: it must lie between -2147483648 and 2147483647",
        "epochs=[1,2] | Cannot use epochs = [1, 2]: it must be a single value",
        "augment.shift=NaN | Cannot use augment.shift = NaN: it must be a number",
        "image.invert=yes | Cannot use image.invert = yes: it must be true or false",
        "evaluate.k=1,2 | Cannot use evaluate.k = 1,2: it must be a list, e.g. [1, 2]",
        "evaluate.k=[1,x] | Cannot use evaluate.k = x: it must be a whole number",
        "evaluate.split=query | Cannot use evaluate.split = query: use train, validation or test",
        "mining=hard | Cannot use mining = hard: use one of [none, classes, instances]",
        "loss.name=arcface | Cannot use loss.name = arcface: use one of [triplet, n-pairs, n-pairs-ovo, angular, n-pairs-angular, nt-xent, supcon, multi-similarity, lifted, circle, nca, mnrl]",
      })
  void refusesAWrongType(String word, String message) {
    assertThatThrownBy(() -> words(word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs=0 | Cannot use epochs = 0: it must be at least 1",
        "import.test-classes=1 | Cannot use import.test-classes = 1.0: it must be at least 0 and below 1",
        "import.test-classes=-0.1 | Cannot use import.test-classes = -0.1: it must be at least 0 and below 1",
        "augment.shift=0.7 | Cannot use augment.shift = 0.7: it must lie between 0.0 and 0.5",
        "optimiser.learning-rate=0 | Cannot use optimiser.learning-rate = 0.0: it must be a positive number",
        "loss.triplet.margin=1e999 | Cannot use loss.triplet.margin = Infinity: it must be a positive number",
        "optimiser.weight-decay=-1 | Cannot use optimiser.weight-decay = -1.0: it must be zero or a positive number",
        "image.channels=2 | Cannot use image.channels = 2: use 1 (grey) or 3 (RGB)",
        "evaluate.k=[] | Cannot use evaluate.k = []: name at least one K, e.g. [1]",
        "evaluate.k=[2,1] | Cannot use evaluate.k = [2, 1]: each K must be over the one before",
        "mine.rank-to=60 | Cannot use mine.rank-to = 60: only mine.neighbours = 50 are looked at; raise that or lower this",
        "mine.rank-from=50 | Cannot use mine.rank-to = 50: it must be over mine.rank-from = 50",
      })
  void refusesAValueOutOfRange(String word, String message) {
    assertThatThrownBy(() -> words(word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void refusesSettingsThatCannotGoTogether() {
    assertThatThrownBy(() -> words("loss.name=n-pairs").settings())
        .hasMessage(
            "Cannot use loss.name = n-pairs: it reads a batch as pairs; set batch.sampler = pairs"
                + " and batch.images = 2");
    assertThatThrownBy(() -> words("batch.sampler=pairs").settings())
        .hasMessage(
            "Cannot use batch.images = 4: batch.sampler = pairs takes 2 images of a class; set it"
                + " to 2");
    assertThatThrownBy(() -> words("image.width=12").settings())
        .hasMessageStartingWith("Cannot use image.width = 12: encoder.name = c2f2 needs images");
    assertThatThrownBy(() -> words("mining=classes", "batch.classes=4").settings())
        .hasMessage(
            "Cannot use mine.group = 8: a group must fit into a batch; lower it to batch.classes ="
                + " 4");
    assertThatThrownBy(() -> words("averaging=dl4j", "optimiser.state=kept").settings())
        .hasMessageStartingWith("Cannot use optimiser.state = kept: averaging = dl4j keeps");
  }

  @Test
  void refusesASectionAsAValueAndNulls() {
    assertThatThrownBy(() -> text("loss = triplet"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use loss = triplet: it is a section, not a value;");
    assertThatThrownBy(() -> words("spark.conf=x"))
        .hasMessageStartingWith("Cannot use spark.conf = x: it is a section, not a value;");
    assertThatThrownBy(() -> text("loss { name = null }"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use loss.name = null: give it a value, or leave it out to have the default");
  }

  @Test
  void refusesWhatIsNotASetting() {
    assertThatThrownBy(() -> words("--fast"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a setting is written key=value, e.g. epochs=8");
    assertThatThrownBy(() -> text("epochs = {"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use --conf = test.conf: it is not HOCON: ");
    assertThatThrownBy(() -> words("epochs=[1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Cannot use epochs = [1: it cannot be read: ");
  }
}
