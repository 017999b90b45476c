/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.onnx.OnnxRuntime;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.anchorage.worker.weights.ElementType;
import org.anchorage.worker.weights.SafetensorsWriter;
import org.anchorage.worker.weights.TensorEntry;
import org.anchorage.worker.weights.TensorFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Features and gradients beside PyTorch's on the same weights. Runs where ANCHORAGE_PYTORCH names a
 * Python with torchvision, such as /usr/bin/python3, and where ../shared lies.
 */
class TestBackbonesBesidePyTorch {

  private static final double CLOSE = 1e-3;
  private static final Path ROOT = Path.of(System.getProperty("anchorage.root", ".."));
  private static final Path SHARED = ROOT.resolve("../shared");
  private static final int IMAGES = 4;

  /** As {@link Photo} sets it. */
  private static final float RATE = 1e6f;

  @TempDir Path directory;

  @BeforeEach
  void thereIsPyTorch() {
    assumeThat(System.getenv("ANCHORAGE_PYTORCH")).isNotNull();
    assumeThat(SHARED.resolve("weights")).exists();
  }

  private static String python(Object... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(System.getenv("ANCHORAGE_PYTORCH")));
    Stream.of(words).map(String::valueOf).forEach(line::add);
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Path peer() {
    return ROOT.resolve("benchmarks/peers/backbones.py");
  }

  private Path weights(String arch) throws IOException, InterruptedException {
    if (arch.startsWith("mobilenet")) {
      return SHARED.resolve("weights/mobilenet_v2_140.f16.safetensors");
    }
    Path file = directory.resolve(arch + ".safetensors");
    python(SHARED.resolve("peers/backbone_peer.py"), "weights", "--arch", arch, "--out", file);
    return file;
  }

  private static Path image() {
    return SHARED.resolve(
        "data/grocery/iconic-images-and-descriptions/Vegetables/Garlic/Garlic_Iconic.jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, resnet-18, 1, 224",
    "resnet34, resnet-34, 1, 96",
    "resnet50, resnet-50, 1, 224",
    "mobilenet_v2_folded, mobilenet-v2, 1.4, 128",
    "mobilenet_v2_folded, mobilenet-v2, 1.4, 224"
  })
  void features(String arch, String name, double multiplier, int side) throws Exception {
    Path weights = weights(arch);
    Settings settings = Photo.settings(weights, name, multiplier, side);
    float[] ours = Photo.features(settings, Photo.network(settings, weights), image());
    String[] words =
        python(peer(), "features", "--arch", arch, "--weights", weights, "--size", side, image())
            .strip()
            .split(" ", -1);
    float[] theirs = new float[words.length];
    for (int i = 0; i < theirs.length; i++) {
      theirs[i] = Float.parseFloat(words[i]);
    }
    double off = Photo.difference(ours, theirs);
    System.out.printf(Locale.ROOT, "%s at %d px: features differ by %.1e%n", name, side, off);
    assertThat(off).isLessThan(CLOSE);
  }

  /** PyTorch opens an export, and its first features are ours. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, resnet18, resnet-18, 1, 96",
    "resnet50, resnet50, resnet-50, 1, 96",
    "mobilenet_v2_folded, mobilenet_v2_140, mobilenet-v2, 1.4, 96"
  })
  void exports(String arch, String peers, String name, double multiplier, int side)
      throws Exception {
    Path weights = weights(arch);
    Settings settings = Photo.settings(weights, name, multiplier, side);
    float[] network = Photo.network(settings, weights);
    ParameterLayout layout =
        Engines.of(settings).layout(settings, RankingLosses.of(settings.loss(), 2));
    BackboneTensors tensors =
        new BackboneTensors(
            settings.encoder(), layout, network, BackboneTensors.natural(settings.encoder()));
    Map<String, float[]> values = tensors.values();
    Path export = directory.resolve("export.safetensors");
    try (OutputStream out = Files.newOutputStream(export)) {
      new SafetensorsWriter(tensors.entries(), Map.of("architecture", name))
          .write(out, entry -> values.getOrDefault(entry.name(), new float[0]));
    }
    String line =
        python(
            SHARED.resolve("peers/backbone_peer.py"),
            "embed",
            "--arch",
            peers,
            "--weights",
            export,
            "--size",
            side,
            image());
    String[] words =
        line.substring(line.lastIndexOf('[') + 1, line.lastIndexOf(']')).split(", ", -1);
    float[] theirs = new float[words.length];
    for (int i = 0; i < theirs.length; i++) {
      theirs[i] = Float.parseFloat(words[i]);
    }
    float[] ours = Arrays.copyOf(Photo.features(settings, network, image()), theirs.length);
    double off = Photo.difference(ours, theirs);
    System.out.printf(Locale.ROOT, "%s: features of the export differ by %.1e%n", name, off);
    assertThat(off).isLessThan(CLOSE);
  }

  /**
   * A step of plain gradient descent moves each parameter by its gradient times the rate. The rate
   * is so large that the parameters themselves round nothing away.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet18, resnet-18, 1, 64",
    "resnet34, resnet-34, 1, 64",
    "resnet50, resnet-50, 1, 64",
    "mobilenet_v2_folded, mobilenet-v2, 1.4, 64"
  })
  void gradients(String arch, String name, double multiplier, int side) throws Exception {
    Path weights = weights(arch);
    Settings settings = Photo.settings(weights, name, multiplier, side);
    Engine engine = Engines.of(settings);
    RankingLoss loss = RankingLosses.of(settings.loss(), IMAGES / 2);
    ParameterLayout layout = engine.layout(settings, loss);
    float[] before = Photo.network(settings, weights);
    float[] images = images(side);
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i / 2;
    }
    Learner learner = engine.learner(settings, loss, Trainable.ALL, before);
    MovingParameters moving =
        MovingParameters.of(
            layout,
            settings.encoder().architecture().layers(settings.encoder().shape()),
            Trainable.ALL);
    StepResult result = learner.step(StepInput.of(images, labels), new Seed(1));
    Map<String, float[]> start = tensors(settings, layout, before);
    Map<String, float[]> end = tensors(settings, layout, moving.over(before, learner.parameters()));

    Path batch = directory.resolve("batch.safetensors");
    try (OutputStream out = Files.newOutputStream(batch)) {
      new SafetensorsWriter(
              List.of(new TensorEntry("images", ElementType.F32, List.of(IMAGES, 3, side, side))),
              Map.of())
          .write(out, entry -> channelsFirst(images, side * side));
    }
    Path file = directory.resolve("gradients.safetensors");
    System.out.println(
        result.loss()
            + " "
            + python(
                peer(),
                "gradients",
                "--arch",
                arch,
                "--weights",
                weights,
                "--batch",
                batch,
                "--out",
                file));
    double worst = 0;
    String where = "";
    try (TensorFile gradients = TensorFile.open(file)) {
      for (TensorEntry entry : gradients.tensors()) {
        float[] theirs = gradients.read(entry);
        float[] ours = start.getOrDefault(entry.name(), new float[0]).clone();
        float[] after = end.getOrDefault(entry.name(), new float[0]);
        for (int i = 0; i < ours.length; i++) {
          ours[i] = (ours[i] - after[i]) / RATE;
        }
        double off = Photo.difference(ours, theirs);
        if (off > worst) {
          worst = off;
          where = entry.name();
        }
      }
    }
    System.out.printf(Locale.ROOT, "%s: gradients differ by %.1e in %s%n", name, worst, where);
    assertThat(worst).isLessThan(CLOSE);
  }

  private static Map<String, float[]> tensors(
      Settings settings, ParameterLayout layout, float[] network) {
    return new BackboneTensors(
            settings.encoder(), layout, network, BackboneTensors.natural(settings.encoder()))
        .values();
  }

  private static float[] images(int side) {
    float[] images = new float[IMAGES * 3 * side * side];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (Math.sin(0.01 * i) + Math.cos(0.37 * i * (1 + i % 7)));
    }
    return images;
  }

  private static float[] channelsFirst(float[] images, int pixels) {
    return OnnxRuntime.channelsFirst(images, 3, pixels);
  }
}
