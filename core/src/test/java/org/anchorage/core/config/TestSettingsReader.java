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
import org.anchorage.core.config.loss.NPairsLossSettings;
import org.anchorage.core.config.loss.TripletLossSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    assertThat(read.read().written()).isEqualTo(SettingsReader.defaults().read().written());
    assertThat(read.settings()).isEqualTo(SettingsReader.defaults().settings());
  }

  /** What a run of an earlier version did, which had no such setting. */
  @Test
  void settingsThatWereWrittenDownBeforeOrientationIgnoreIt() {
    SettingsReader recorded = SettingsReader.recorded();
    assertThat(recorded.settings().image().orientation())
        .isEqualTo(ImageSettings.Orientation.IGNORE);
    assertThat(recorded.with(List.of("image.orientation=apply")).settings().image().orientation())
        .isEqualTo(ImageSettings.Orientation.APPLY);
    assertThat(SettingsReader.defaults().settings().image().orientation())
        .isEqualTo(ImageSettings.Orientation.AUTO);
  }

  @Test
  void aBackgroundIsThreeLevels() {
    assertThat(text("image.background = [0, 128, 255]").settings().image().background())
        .isEqualTo(new Colour(0, 128, 255));
    for (String wrong : List.of("[0, 128]", "[0, 128, 256]", "[0, 0, 0, 0]", "[-1, 0, 0]")) {
      assertThatThrownBy(() -> text("image.background = " + wrong).settings())
          .as(wrong)
          .hasMessageContaining("image.background")
          .hasMessageContaining("write red, green and blue, each 0 to 255, e.g. [255, 255, 255]");
    }
    assertThatThrownBy(() -> new Colour(0, 300, 0))
        .hasMessageContaining("no colour of red 0, green 300, blue 0; use 0 to 255");
  }

  @Test
  void laterGoesOverEarlier() {
    SettingsReader file = text("epochs = 3, loss { triplet { margin = 0.5 } }");
    assertThat(file.settings().train().epochs()).isEqualTo(3);
    assertThat(file.with(List.of("epochs=4", "epochs=5")).settings().train().epochs()).isEqualTo(5);
    assertThat(((TripletLossSettings) file.settings().loss()).margin()).isEqualTo(0.5);
    assertThat(file.settings().rounds().steps()).isEqualTo(32);
  }

  /** A resume finds its run so; over the defaults, its words may not go together. */
  @Test
  void oneValueIsReadThoughTheWholeIsRefused() {
    SettingsReader reader = words("run=runs/photos", "encoder.weights=w.pth");
    assertThatThrownBy(reader::read)
        .hasMessageContaining("encoder.name = c2f2 has no pretrained weights");
    assertThat(reader.written(Settings.RUN)).isEqualTo("runs/photos");
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
    assertThat(settings.loss())
        .isEqualTo(
            new NPairsLossSettings(
                0.002,
                NPairsLossSettings.Repeats.LEAVE_OUT,
                NPairsLossSettings.Anchor.AS_EMBEDDED,
                NPairsLossSettings.Negatives.POSITIVES));
    assertThat(settings.mine().mode()).isEqualTo(MineSettings.Mode.INSTANCES);
    assertThat(settings.augment().flip()).isEqualTo(AugmentSettings.Flip.HORIZONTAL);
    assertThat(settings.image().invert()).isTrue();
    assertThat(settings.evaluate().split()).isEqualTo(Split.VALIDATION);
  }

  @Test
  void aQuorumIsAShareOfTheWorkersRoundedUp() {
    assertThat(words().settings().rounds().quorum()).isEqualTo(1);
    assertThat(words().settings().rounds().endsEarly()).isFalse();
    assertThat(words("rounds.seconds=2").settings().rounds().endsEarly()).isTrue();
    assertThat(words("rounds.quorum=0.9").settings().rounds().endsEarly()).isTrue();
    words("rounds.quorum=0.9", "rounds.seconds=2").settings();
    for (int percent = 1; percent <= 100; percent++) {
      RoundSettings rounds = words("rounds.quorum=" + percent / 100.0).settings().rounds();
      for (int workers = 1; workers <= 100; workers++) {
        assertThat(rounds.quorumOf(workers)).isEqualTo((percent * workers + 99) / 100);
      }
    }
  }

  @Test
  void roundsThatCannotBeAreRefused() {
    roundsRefused(
        "Cannot use rounds.schedule = quadratic: it follows the learning rate, which does not"
            + " change; set optimiser.schedule = cosine",
        "rounds.schedule=quadratic");
    roundsRefused(
        "Cannot use rounds.schedule = post-local: averaging = dl4j has rounds of one length; use"
            + " constant",
        "rounds.schedule=post-local",
        "averaging=dl4j");
    roundsRefused(
        "Cannot use rounds.post-local.share = 1.0: it must be at least 0 and below 1",
        "rounds.post-local.share=1");
    roundsRefused(
        "Cannot use rounds.quorum = 0.0: it must be above 0 and at most 1", "rounds.quorum=0");
    roundsRefused(
        "Cannot use rounds.quorum = 1.01: it must be above 0 and at most 1", "rounds.quorum=1.01");
    for (String averaging : List.of("dl4j", "dl4j-stock")) {
      roundsRefused(
          "Cannot use rounds.quorum = 0.75: DL4J's averagings wait for every worker; use 1",
          "rounds.quorum=0.75",
          "optimiser.state=reset",
          "averaging=" + averaging);
    }
    roundsRefused(
        "Cannot use rounds.outer.slowmo.rate = 0.0: it must be a positive number",
        "rounds.outer.slowmo.rate=0");
    roundsRefused(
        "Cannot use rounds.outer.nesterov.momentum = 1.0: it must lie between 0.0 and 0.9999",
        "rounds.outer.nesterov.momentum=1");
    roundsRefused(
        "Cannot use rounds.encoding = double: use one of [half, float]", "rounds.encoding=double");
    roundsRefused(
        "Cannot use checkpoint.seconds = -1.0: it must be zero or a positive number",
        "checkpoint.seconds=-1");
  }

  private static void roundsRefused(String message, String... words) {
    assertThatThrownBy(() -> words(words).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void listsAreWrittenInBrackets() {
    assertThat(words("evaluate.k=[1, 10,100]").settings().evaluate().k())
        .containsExactly(1, 10, 100);
    assertThat(text("evaluate.k = [2]").settings().evaluate().k()).containsExactly(2);
  }

  @Test
  void evaluationIsChosenByWords() {
    EvaluateSettings evaluate =
        words(
                "evaluate.metrics=[map, class-average]",
                "evaluate.query=role=query",
                "evaluate.junk=[-1, other]",
                "evaluate.fmr=[1e-6, 0.5]",
                "evaluate.lone-queries=as-zero")
            .settings()
            .evaluate();
    assertThat(evaluate.asks(EvaluateSettings.Measure.MAP)).isTrue();
    assertThat(evaluate.asks(EvaluateSettings.Measure.CLASS_AVERAGE)).isTrue();
    assertThat(evaluate.asks(EvaluateSettings.Measure.SPECTRUM)).isFalse();
    assertThat(evaluate.usual().asks(EvaluateSettings.Measure.MAP)).isFalse();
    assertThat(evaluate.pools().query()).isEqualTo("role=query");
    assertThat(evaluate.pools().junk()).containsExactly("-1", "other");
    assertThat(evaluate.fmr()).containsExactly(1e-6, 0.5);
    assertThat(evaluate.lone()).isEqualTo(EvaluateSettings.LoneQueries.AS_ZERO);
  }

  /** Names may look like numbers, and must not become other names on their way through a run. */
  @Test
  void namesThatLookLikeNumbersStayAsWritten() {
    SettingsReader reader = words("evaluate.distractors=[0000, 1.50, \"007\"]");
    assertThat(reader.settings().evaluate().pools().distractors())
        .containsExactly("0000", "1.50", "007");
    assertThat(text(reader.read().render()).settings().evaluate().pools().distractors())
        .containsExactly("0000", "1.50", "007");
    assertThatThrownBy(() -> words("evaluate.k=[1, [2]]").settings())
        .hasMessageStartingWith("Cannot use evaluate.k = [1, [2]]: it must be a list, e.g. [1, 2]");
  }

  @Test
  void evaluationThatMeansNothingIsRefused() {
    evaluationRefused("metrics=map", "Cannot use evaluate.metrics = map: it must be a list");
    evaluationRefused("metrics=[mpa]", "Cannot use evaluate.metrics = mpa: use one of [precision");
    evaluationRefused("fmr=[0]", "Cannot use evaluate.fmr = [0.0]: each rate must be");
    evaluationRefused("fmr=[0.2, 0.1]", "Cannot use evaluate.fmr = [0.2, 0.1]: each rate must");
    evaluationRefused("fmr=[x]", "Cannot use evaluate.fmr = x: it must be a number");
    evaluationRefused("pairs=-1", "Cannot use evaluate.pairs = -1: it must be at least 0");
    evaluationRefused("query=tset", "Cannot use evaluate.query = tset: use a split (train,");
    evaluationRefused("gallery==x", "Cannot use evaluate.gallery = =x: use a split (train,");
    assertThatThrownBy(
            () -> words("evaluate.metrics=[clustering]", "evaluate.restarts=0").settings())
        .hasMessageStartingWith("Cannot use evaluate.metrics = clustering: evaluate.restarts = 0");
  }

  private static void evaluationRefused(String word, String message) {
    assertThatThrownBy(() -> words("evaluate." + word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(message);
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
    SettingsReader back = text(reader.read().render());
    assertThat(back.read().written()).isEqualTo(reader.read().written());
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
    assertThat(reader.read().render()).doesNotContain("hush");
    assertThat(reader.read().written().toString()).doesNotContain("hush");
    assertThat(text(reader.read().render()).settings().spark().properties()).isEmpty();
  }

  @Test
  void flatHasEveryKeyAscending() {
    List<String> keys = new ArrayList<>(words("epochs=3").read().written().keySet());
    assertThat(keys).isSorted().contains("epochs", "loss.n-pairs.l2", "evaluate.k");
    assertThat(words("epochs=3").read().written()).containsEntry("epochs", "3");
    assertThat(words().read().written()).containsEntry("evaluate.k", "[1, 2, 4, 8]");
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
        "loss.name=arcface | Cannot use loss.name = arcface: use one of [triplet, contrastive, margin, n-pairs, n-pairs-ovo, angular, n-pairs-angular, nt-xent, supcon, multi-similarity, lifted, circle, nca, mnrl, proxy-nca, proxy-anchor, softmax, normalised-softmax, weighted]",
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
        "epochs=-1 | Cannot use epochs = -1: it must be at least 0",
        "import.test-classes=1 | Cannot use import.test-classes = 1.0: it must be at least 0 and below 1",
        "import.test-classes=-0.1 | Cannot use import.test-classes = -0.1: it must be at least 0 and below 1",
        "augment.shift=0.7 | Cannot use augment.shift = 0.7: it must lie between 0.0 and 0.5",
        "augment.aspect=0.9 | Cannot use augment.aspect = 0.9: it must lie between 1.0 and 4.0",
        "augment.aspect=1.333 | Cannot use augment.aspect = 1.333: it is the shape of a random crop, and augment.crop = 1 does not crop; use 1, or set augment.crop below 1",
        "image.border=-1 | Cannot use image.border = -1: it must be at least 0",
        "optimiser.learning-rate=0 | Cannot use optimiser.learning-rate = 0.0: it must be a positive number",
        "loss.triplet.margin=1e999 | Cannot use loss.triplet.margin = Infinity: it must be a positive number",
        "optimiser.weight-decay=-1 | Cannot use optimiser.weight-decay = -1.0: it must be zero or a positive number",
        "image.channels=2 | Cannot use image.channels = 2: use 1 (grey) or 3 (RGB)",
        "evaluate.k=[] | Cannot use evaluate.k = []: name at least one K, e.g. [1]",
        "evaluate.k=[2,1] | Cannot use evaluate.k = [2, 1]: each K must be larger than the one before",
        "mine.rank-to=60 | Cannot use mine.rank-to = 60: only mine.neighbours = 50 are examined; raise that or lower this",
        "mine.refresh=0 | Cannot use mine.refresh = 0.0: it must lie between 0.01 and 1.0",
        "mine.rank-from=50 | Cannot use mine.rank-to = 50: it must be over mine.rank-from = 50",
        "mine.staleness=-1 | Cannot use mine.staleness = -1: it must be at least 0",
        "mine.poll-seconds=0 | Cannot use mine.poll-seconds = 0: it must be at least 1",
      })
  void refusesAValueOutOfRange(String word, String message) {
    assertThatThrownBy(() -> words(word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encoder.weights=w.pth | Cannot use encoder.weights = w.pth: encoder.name = c2f2 has no pretrained weights; choose a backbone, or leave it out",
        "encoder.batch-norm=folded | Cannot use encoder.batch-norm = folded: encoder.name = c2f2 trains its batch normalisation; use auto",
        "encoder.padding=same | Cannot use encoder.padding = same: encoder.name = c2f2 pads on all sides alike; use auto",
        "encoder.pooling=average-max | Cannot use encoder.pooling = average-max: encoder.name = c2f2 does not pool over the whole map; use average",
        "embedding.head=none | Cannot use embedding.dim = 512: with embedding.head = none the 1024 features of encoder.name = c2f2 are the embedding; use 1024",
        "encoder.trainable=some | Cannot use encoder.trainable = some: use all, head, or \"last-stages N\" with N from 1",
        "encoder.trainable=head | Cannot use encoder.trainable = head: encoder.name = c2f2 starts from nothing, and all of it must learn; use all",
        "encoder.warm-up=1 | Cannot use encoder.warm-up = 1: encoder.name = c2f2 starts from nothing, and all of it must learn; use 0",
        "optimiser.backbone.rate=0 | Cannot use optimiser.backbone.rate = 0.0: it must be a positive number",
      })
  void refusesWhatOnlyABackboneHas(String word, String message) {
    assertThatThrownBy(() -> words(word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image.width=100 | Cannot use image.width = 100: encoder.name = resnet-18 needs a multiple of 32 pixels; use 96 or 128",
        "encoder.batch-norm=frozen | Cannot use encoder.batch-norm = frozen: without weights there are no statistics to freeze; name a file in encoder.weights, or use trained",
        "encoder.trainable=last-stages 5 | Cannot use encoder.trainable = last-stages 5: encoder.name = resnet-18 has 5 stages; use last-stages 1 to 4, or all",
        "encoder.multiplier=1.4 | Cannot use encoder.multiplier = 1.4: encoder.name = resnet-18 has one number of channels; use 1",
        "encoder.padding=same | Cannot use encoder.padding = same: encoder.name = resnet-18 pads on all sides alike; use auto",
        "image.channels=1 | Cannot use image.channels = 1: encoder.name = resnet-18 reads colour images; use 3, for grey images too",
        "averaging=dl4j | Cannot use averaging = dl4j: DL4J's averaging trains c2f2 and residual only; use rounds",
      })
  void refusesWhatABackboneCannot(String word, String message) {
    assertThatThrownBy(
            () ->
                words(
                        "encoder.name=resnet-18",
                        "image.width=64",
                        "image.height=64",
                        "image.channels=3",
                        word)
                    .settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void aHeadMustBeThereToTrainItAlone() {
    assertThatThrownBy(
            () ->
                words(
                        "encoder.name=resnet-18",
                        "image.width=64",
                        "image.height=64",
                        "image.channels=3",
                        "embedding.head=none",
                        "encoder.trainable=head")
                    .settings())
        .hasMessage(
            "Cannot use embedding.head = none: there is no head to train by itself; use linear"
                + " with an embedding.dim of your choice, encoder.trainable = all with"
                + " encoder.warm-up = 0, or epochs = 0");
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
        .hasMessage(
            "Cannot use image.width = 12: encoder.name = c2f2 needs images of at least 16 x 16"
                + " pixels, not 12 x 28");
    assertThatThrownBy(() -> words("encoder.name=residual", "image.height=7").settings())
        .hasMessage(
            "Cannot use image.height = 7: encoder.name = residual needs images of at least 8 x 8"
                + " pixels, not 28 x 7");
    assertThatThrownBy(() -> words("encoder.name=resnet").settings())
        .hasMessageStartingWith("Cannot use encoder.name = resnet: use one of [c2f2, residual");
    assertThatThrownBy(() -> words("mining=classes", "batch.classes=4").settings())
        .hasMessage(
            "Cannot use mine.group = 8: a group must fit into a batch; lower it to batch.classes ="
                + " 4");
    assertThatThrownBy(() -> words("batch.sampler=weighted").settings())
        .hasMessage(
            "Cannot use batch.sampler = weighted: it weighs classes by what is mined; set mining ="
                + " classes or instances");
    assertThatThrownBy(
            () ->
                words(
                        "batch.sampler=tuples",
                        "batch.tuples=list.csv",
                        "batch.images=3",
                        "mining=classes")
                    .settings())
        .hasMessage(
            "Cannot use batch.sampler = tuples: the list decides which images meet, whatever is"
                + " mined; set mining = none");
    assertThatThrownBy(() -> words("averaging=dl4j", "optimiser.state=kept").settings())
        .hasMessageStartingWith("Cannot use optimiser.state = kept: averaging = dl4j keeps");
    assertThatThrownBy(() -> words("averaging=dl4j-stock").settings())
        .hasMessageStartingWith("Cannot use optimiser.state = averaged: averaging = dl4j-stock");
  }

  @Test
  void samplersHaveSettingsOfTheirOwn() {
    BatchSettings hierarchy =
        words(
                "batch.sampler=hierarchy",
                "batch.hierarchy.super-classes=8",
                "batch.hierarchy.attribute=genus")
            .settings()
            .batch();
    assertThat(hierarchy.sampler()).isEqualTo(BatchSettings.Sampler.HIERARCHY);
    assertThat(hierarchy.hierarchy()).isEqualTo(new BatchSettings.Hierarchy(8, "genus", "/"));
    BatchSettings weighted =
        words("batch.sampler=weighted", "batch.weighted.strength=0.25", "mining=classes")
            .settings()
            .batch();
    assertThat(weighted.strength()).isEqualTo(0.25);
    Settings tuples =
        words("batch.sampler=tuples", "batch.tuples=l.csv", "batch.images=2", "loss.name=n-pairs")
            .settings();
    assertThat(tuples.batch().tuples()).isEqualTo("l.csv");
    assertThat(tuples.batch().size()).isEqualTo(64);
    assertThat(words("mining=classes", "mine.table=t").settings().mine().table()).isEqualTo("t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch.sampler=hierarchy | batch.hierarchy.super-classes=5 | Cannot use batch.classes = 32: batch.hierarchy.super-classes = 5 share them evenly, at least 2 each; use a multiple, e.g. 30",
        "batch.sampler=hierarchy | batch.hierarchy.super-classes=32 | Cannot use batch.classes = 32: batch.hierarchy.super-classes = 32 share them evenly, at least 2 each; use a multiple, e.g. 64",
        "batch.sampler=hierarchy | batch.hierarchy.super-classes=0 | Cannot use batch.hierarchy.super-classes = 0: it must be at least 1",
        "batch.sampler=hierarchy | batch.hierarchy.separator= | Cannot use batch.hierarchy.separator = : give the text that ends the super-class in a class's name, or the attribute that holds it (batch.hierarchy.attribute)",
        "batch.sampler=classes | batch.tuples=l.csv | Cannot use batch.tuples = l.csv: only batch.sampler = tuples reads a list; set that, or leave this out",
        "batch.sampler=tuples | batch.images=3 | Cannot use batch.tuples = : batch.sampler = tuples needs a list; give its URI",
        "batch.sampler=tuples | batch.tuples=l.csv | Cannot use batch.images = 4: batch.sampler = tuples takes 2 (anchor, positive) or 3 (anchor, positive, negative)",
        "mining=classes | batch.weighted.strength=1.5 | Cannot use batch.weighted.strength = 1.5: it must lie between 0.0 and 1.0",
        "mining=none | mine.by=beside | Cannot use mine.by = beside: mining = none passes nothing on; set mining = classes or instances, or leave this out",
        "mining=none | mine.table=t | Cannot use mine.table = t: mining = none passes nothing on; set mining = classes or instances, or leave this out",
      })
  void refusesWhatASamplerCannotUse(String first, String second, String message) {
    assertThatThrownBy(() -> words(first, second).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
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

  @Test
  void aFileIncludesThoseBesideIt(@TempDir Path directory) throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    Files.writeString(directory.resolve("base.conf"), "epochs = 3\nrounds { steps = 4 }");
    Files.writeString(inner.resolve("middle.conf"), "include \"../base.conf\"\nworkers = 5");
    Path file = directory.resolve("my.conf");
    String text = "include file(\"inner/middle.conf\")\nepochs = 6";

    Settings settings = SettingsReader.defaults().with(text, file).settings();

    assertThat(settings.train().workers()).isEqualTo(5);
    assertThat(settings.train().epochs()).isEqualTo(6);
    assertThat(settings.rounds().steps()).isEqualTo(4);
  }

  /** The library passes over what is missing, and the defaults would hold. */
  @Test
  void anIncludedFileWithASecretIsNotQuoted(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("outer.conf");
    Path secret = directory.resolve("creds.conf");
    Files.writeString(secret, "seed = 3\n\"spark.conf.fs.s3a.secret.key\" HUNTER2\n");

    assertThatThrownBy(() -> SettingsReader.defaults().with("include \"creds.conf\"", file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("creds.conf")
        .hasMessageContaining("look at line 3")
        .hasMessageNotContaining("HUNTER2");
  }

  @Test
  void whatCannotBeIncludedIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("my.conf");
    Files.writeString(directory.resolve("ring.conf"), "include \"my.conf\"");
    String start = "Cannot use --conf = " + file + ": it includes ";
    SettingsReader reader = SettingsReader.defaults();

    assertThatThrownBy(() -> reader.with("include \"none.conf\"", file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            start
                + directory.resolve("none.conf")
                + ", and there is no such file; correct its path");
    Files.writeString(file, "include \"ring.conf\"");
    assertThatThrownBy(() -> reader.with(Files.readString(file), file))
        .hasMessage(start + file + ", which includes it in turn; remove one of the two includes");
    assertThatThrownBy(() -> reader.with("include url(\"http://x/a.conf\")", file))
        .hasMessage(start + "http://x/a.conf, and only files can be included; give a path");
    assertThatThrownBy(() -> reader.with("include classpath(\"a.conf\")", file))
        .hasMessage(start + "a.conf, and only files can be included; give a path");
    assertThatThrownBy(() -> text("include \"base.conf\""))
        .hasMessage(
            "Cannot use --conf = test.conf: it includes base.conf, only a local file can; write its"
                + " settings here");
  }
}
