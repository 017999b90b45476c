/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.Batch;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine must do. A test class of an engine extends this one. */
public abstract class EngineContract {

  private static final int DIM = 8;

  /** Returns the engine that is tested. */
  protected abstract Engine engine();

  /** Returns whether the engine computes an architecture; most compute all. */
  protected boolean computes(String architecture) {
    return true;
  }

  private static RankingLoss loss(Settings settings) {
    return RankingLosses.of(settings.loss(), 4);
  }

  private Learner learner(String encoder, String... words) {
    Settings settings = Batch.small(encoder, words);
    return engine().learner(settings, loss(settings));
  }

  private static Batch batch(String encoder) {
    return new Batch(Batch.small(encoder));
  }

  private static StepResult steps(Learner learner, StepInput input, int count) {
    StepResult last = learner.step(input, new Seed(0));
    for (int i = 1; i < count; i++) {
      last = learner.step(input, new Seed(i));
    }
    return last;
  }

  private Embedder embedder(Settings settings, float[] trained) {
    Embedder embedder = engine().embedder(settings);
    embedder.setParameters(engine().embeddingParameters(settings, trained));
    return embedder;
  }

  @Test
  void isFoundByItsName() {
    assertThat(Engines.named(engine().name())).hasSameClassAs(engine());
    assertThat(engine().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  @Test
  void saysWhatItComputesWith() {
    Backend backend = engine().backend();
    assertThat(backend.library()).isNotBlank();
    assertThat(backend.threads()).isPositive();
    assertThat(backend.cache().toString()).isNotBlank();
    assertThatCode(backend::requireFast).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("org.anchorage.worker.dl4j.Batch#narrow")
  void theSeedMakesTheNetwork(String encoder) {
    assumeTrue(computes(encoder));
    float[] first = learner(encoder, "seed=3").parameters();
    assertThat(learner(encoder, "seed=3").parameters()).isEqualTo(first);
    assertThat(learner(encoder, "seed=4").parameters()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("org.anchorage.worker.dl4j.Batch#narrow")
  void whatTheLossLearnsIsBehindWhatEmbeds(String encoder) {
    assumeTrue(computes(encoder));
    Settings settings = Batch.small(encoder);
    float[] embedding = engine().embedder(settings).parameters();
    float[] whole = engine().learner(settings, new ProxyAnchorLoss(20, 32, 0.1, 1)).parameters();

    assertThat(whole).hasSize(embedding.length + 20 * DIM).startsWith(embedding);
    assertThat(learner(encoder).parameters()).isEqualTo(embedding);
    assertThat(engine().embeddingParameters(settings, whole)).isEqualTo(embedding);
    assertThat(engine().embeddingParameters(settings, embedding)).isEqualTo(embedding);
    assertThatThrownBy(() -> engine().embeddingParameters(settings, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 3; pass those of a network trained with them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2f2", "residual"})
  void theLossFallsAndTheInputStays(String encoder) {
    Learner learner = learner(encoder, "loss.triplet.miner=batch-hard");
    Batch batch = batch(encoder);
    float[] images = batch.images().clone();
    int[] labels = batch.labels().clone();

    double first = learner.step(batch.input(), new Seed(0)).loss();
    StepResult last = steps(learner, batch.input(), 15);

    assertThat(last.loss()).isLessThan(first / 2);
    assertThat(last.tuples()).isEqualTo(16);
    assertThat(last.active()).isLessThanOrEqualTo(16);
    assertThat(learner.iteration()).isEqualTo(16);
    assertThat(batch.images()).isEqualTo(images);
    assertThat(batch.labels()).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource({"c2f2, adam", "residual, adam", "c2f2, sgd", "c2f2, nesterov"})
  void goesOnToTheBitFromItsState(String encoder, String rule) {
    StepInput input = batch(encoder).input();
    String word = "optimiser.name=" + rule;
    Learner whole = learner(encoder, word);
    steps(whole, input, 2);
    Learner resumed = learner(encoder, word, "seed=77");
    steps(resumed, input, 1);
    resumed.setParameters(whole.parameters());
    resumed.setOptimiserState(whole.optimiserState());
    resumed.setIteration(whole.iteration());

    StepResult expected = steps(whole, input, 2);
    StepResult actual = steps(resumed, input, 2);

    assertThat(actual).usingRecursiveComparison().ignoringFields("seconds").isEqualTo(expected);
    assertThat(resumed.parameters()).isEqualTo(whole.parameters());
    assertThat(resumed.optimiserState()).isEqualTo(whole.optimiserState());
    assertThat(resumed.iteration()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"c2f2, adam", "residual, adam", "residual, sgd"})
  void whatIsWrittenIsRead(String encoder, String rule) throws IOException {
    Settings settings = Batch.small(encoder, "optimiser.name=" + rule);
    Learner learner = engine().learner(settings, new ProxyAnchorLoss(20, 32, 0.1, 1));
    steps(learner, batch(encoder).input(), 2);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    learner.write(file);
    SavedState read = engine().readState(new ByteArrayInputStream(file.toByteArray()));
    assertThat(read.parameters()).isEqualTo(learner.parameters());
    assertThat(read.optimiserState()).isEqualTo(learner.optimiserState());

    Embedder embedder = embedder(settings, learner.parameters());
    ByteArrayOutputStream network = new ByteArrayOutputStream();
    embedder.write(network);
    Embedder again =
        engine().readEmbedder(settings, new ByteArrayInputStream(network.toByteArray()));
    assertThat(again.parameters()).isEqualTo(embedder.parameters());
    assertThat(again.embed(batch(encoder).images(), 16))
        .isEqualTo(embedder.embed(batch(encoder).images(), 16));

    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    engine().export(settings, learner.parameters(), exported);
    assertThat(exported.size()).isGreaterThan(embedder.parameters().length * Float.BYTES);
    assertThatThrownBy(() -> engine().readState(new ByteArrayInputStream(new byte[] {1, 2, 3})))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({"c2f2, true", "residual, true", "residual, false"})
  void anImagesVectorDoesNotDependOnTheOthers(String encoder, boolean normalise) {
    Settings settings = Batch.small(encoder, "embedding.normalise=" + normalise);
    Learner learner = engine().learner(settings, loss(settings));
    Batch batch = batch(encoder);
    learner.step(batch.input(), new Seed(0));
    Embedder embedder = embedder(settings, learner.parameters());
    int size = batch.images().length / 16;
    float[] many = new float[160 * size];
    for (int i = 0; i < 10; i++) {
      System.arraycopy(batch.images(), 0, many, i * 16 * size, 16 * size);
    }

    float[] vectors = embedder.embed(many, 160);
    float[] alone = embedder.embed(Arrays.copyOfRange(many, 0, size), 1);
    embedder.releaseScratch();

    assertThat(vectors).hasSize(160 * DIM);
    assertThat(Arrays.copyOfRange(vectors, 0, DIM)).containsExactly(alone, offset(1e-5f));
    assertThat(Arrays.copyOfRange(vectors, 144 * DIM, 160 * DIM))
        .containsExactly(Arrays.copyOfRange(vectors, 0, 16 * DIM), offset(1e-5f));
    assertThat(embedder.embed(new float[0], 0)).isEmpty();
    assertThatThrownBy(() -> embedder.embed(new float[7], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot embed 7 floats as 1 images of " + size);
  }

  @Test
  void theRateScalesAStep() {
    String[] descent = {"optimiser.name=sgd", "optimiser.learning-rate=0.05"};
    Learner full = learner("c2f2", descent);
    Learner half = learner("c2f2", descent);
    float[] before = full.parameters();
    half.setRate(0.5);
    full.step(batch("c2f2").input(), new Seed(0));
    half.step(batch("c2f2").input(), new Seed(0));

    float[] after = full.parameters();
    float[] halfway = half.parameters();
    assertThat(after).isNotEqualTo(before);
    for (int i = 0; i < before.length; i++) {
      assertThat(halfway[i] - before[i]).isCloseTo((after[i] - before[i]) / 2, within(1e-6f));
    }
  }

  @Test
  void statisticsAreMeasuredEvenWhereNothingIsLearnt() {
    String[] descent = {"optimiser.name=sgd", "optimiser.weight-decay=0"};
    Learner learner = learner("residual", descent);
    BitSet statistics = measured(Batch.small("residual", descent));
    learner.setRate(0);
    float[] before = learner.parameters();
    learner.step(batch("residual").input(), new Seed(0));
    float[] after = learner.parameters();

    assertThat(statistics.isEmpty()).isFalse();
    BitSet moved = new BitSet();
    for (int i = 0; i < before.length; i++) {
      moved.set(i, before[i] != after[i]);
    }
    moved.andNot(statistics);
    assertThat(moved.isEmpty()).isTrue();
    assertThat(after).isNotEqualTo(before);
    assertThat(measured(Batch.small("c2f2")).isEmpty()).isTrue();
  }

  private BitSet measured(Settings settings) {
    return engine().layout(settings, loss(settings)).measured();
  }

  @ParameterizedTest
  @MethodSource("org.anchorage.worker.dl4j.Batch#narrow")
  void theLayoutCoversTheParameters(String name) {
    assumeTrue(computes(name));
    Settings settings = Batch.small(name);
    ParameterLayout layout = engine().layout(settings, loss(settings));

    assertThat(layout.size()).isEqualTo(learner(name).parameters().length);
    assertThat(layout.backbone()).isNotEmpty();
    assertThat(layout.head()).isNotEmpty();
    assertThat(layout.loss()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"resnet-18, 1", "mobilenet-v2, 0.25"})
  void backbonesLearn(String name, double multiplier) {
    assumeTrue(computes(name));
    String[] words = {"encoder.multiplier=" + multiplier, "loss.triplet.miner=batch-hard"};
    Settings settings = Batch.small(name, words);
    Learner learner = engine().learner(settings, loss(settings));
    StepInput input = new Batch(settings).input();
    double first = learner.step(input, new Seed(0)).loss();
    assertThat(steps(learner, input, 8).loss()).isLessThan(first);
  }

  @Test
  void imagesComeNearerToTheirTargets() {
    Settings settings = Batch.small("c2f2", "loss.triplet.miner=batch-hard");
    Learner learner = engine().learner(settings, loss(settings));
    Batch batch = batch("c2f2");
    float[] vectors = new float[4 * DIM];
    for (int c = 0; c < 4; c++) {
      vectors[c * DIM + c] = 1;
    }
    Targets targets = new Targets(vectors.clone(), new int[] {10, 11, 12, 13});
    double before = product(embedder(settings, learner.parameters()), batch);

    steps(learner, batch.input().with(targets), 30);

    assertThat(product(embedder(settings, learner.parameters()), batch))
        .isGreaterThan(before + 0.2);
    assertThat(targets.vectors()).isEqualTo(vectors);
    Targets wrong = new Targets(new float[3], new int[] {10});
    assertThatThrownBy(() -> learner.step(batch.input().with(wrong), new Seed(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 targets have dimension 3");
  }

  /** Returns the images' mean product with their class's target. */
  private static double product(Embedder embedder, Batch batch) {
    float[] vectors = embedder.embed(batch.images(), 16);
    double sum = 0;
    for (int i = 0; i < 16; i++) {
      sum += vectors[i * DIM + batch.labels()[i] - 10];
    }
    return sum / 16;
  }

  @Test
  void aMemoryIsForgotten() {
    String[] words = {"loss.memory.size=64", "optimiser.name=sgd", "optimiser.learning-rate=1e-9"};
    Learner learner = learner("c2f2", words);
    StepInput input = batch("c2f2").input();
    long first = learner.step(input, new Seed(0)).tuples();
    assertThat(learner.step(input, new Seed(0)).tuples()).isGreaterThan(first);
    learner.forget();
    assertThat(learner.step(input, new Seed(0)).tuples()).isEqualTo(first);
  }

  @Test
  void twoThreadsGiveWhatOneGives() {
    float[] c2f2 = trained("c2f2");
    float[] residual = trained("residual");

    CompletableFuture<float[]> one = CompletableFuture.supplyAsync(() -> trained("c2f2"));
    CompletableFuture<float[]> two = CompletableFuture.supplyAsync(() -> trained("residual"));

    assertThat(one.join()).isEqualTo(c2f2);
    assertThat(two.join()).isEqualTo(residual);
  }

  private float[] trained(String encoder) {
    Learner learner = learner(encoder);
    steps(learner, batch(encoder).input(), 5);
    return learner.parameters();
  }

  @Test
  void aLossThatIsNotFiniteLeavesTheNetworkAsItWas() {
    Batch batch = batch("c2f2");
    Learner learner = engine().learner(Batch.small("c2f2"), new Lost());
    float[] before = learner.parameters();

    assertThatThrownBy(() -> learner.step(batch.input(), new Seed(0)))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("the loss is not finite (loss NaN)");
    assertThat(learner.parameters()).isEqualTo(before);
    assertThat(learner.iteration()).isZero();
  }

  /** A loss without a value. */
  private record Lost() implements RankingLoss {

    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      return new LossResult(Double.NaN, input.gram().takeZeros(), 1, 1);
    }
  }

  @Test
  void takesBatchesOfAnySize() {
    Batch batch = batch("c2f2");
    Learner learner = learner("c2f2");
    int size = batch.images().length / 16;
    StepInput few =
        StepInput.of(Arrays.copyOf(batch.images(), 5 * size), Arrays.copyOf(batch.labels(), 5));

    learner.step(batch.input(), new Seed(0));
    learner.step(few, new Seed(0));

    assertThat(learner.step(batch.input(), new Seed(0)).loss()).isFinite();
  }

  @Test
  void refusesWrongSizes() {
    Learner learner = learner("c2f2");

    assertThatThrownBy(() -> learner.setParameters(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 floats");
    assertThatThrownBy(() -> learner.step(StepInput.of(new float[5], new int[2]), new Seed(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 images of 18 x 16 x 1 are 576 floats, not 5");
  }

  @Test
  void gradientDescentHasNoState() {
    Learner learner = learner("c2f2", "optimiser.name=sgd");

    assertThat(learner.optimiserState()).isEmpty();
    learner.setOptimiserState(new float[0]);
    assertThatThrownBy(() -> learner.setOptimiserState(new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plain gradient descent has no state, not 1 values");
  }
}
