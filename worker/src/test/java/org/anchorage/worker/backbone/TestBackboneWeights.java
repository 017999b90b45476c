/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.onnx.OnnxModel;
import org.anchorage.worker.onnx.OnnxRuntime;
import org.anchorage.worker.weights.TensorEntry;
import org.anchorage.worker.weights.TensorFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestBackboneWeights {

  private static final Architecture MOBILE_NET = Architectures.find("mobilenet-v2").orElseThrow();
  private static final double SMALL = 0.1;
  private static final int SIDE = 32;

  @TempDir Path directory;

  static EncoderSettings encoder(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "encoder.name=mobilenet-v2",
                "encoder.multiplier=" + SMALL,
                "encoder.weights=w",
                "image.width=" + SIDE,
                "image.height=" + SIDE,
                "image.channels=3",
                "embedding.dim=8"));
    all.addAll(List.of(words));
    return SettingsReader.defaults().with(all).settings().encoder();
  }

  private static float[] read(Path path, EncoderSettings encoder, ParameterLayout layout)
      throws IOException {
    float[] drawn = new float[layout.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) Math.sin(i);
    }
    try (TensorFile file = TensorFile.open(path)) {
      Fit fit = new StrictFit("w", BackboneReader.shapes(file)).of(encoder);
      return new BackboneReader("w", file, fit).over(drawn, layout);
    }
  }

  private static float[] embedded(EncoderSettings encoder, float[] network) {
    float[] images = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (0.5 + 0.5 * Math.sin(i * 0.37));
    }
    OnnxModel model =
        OnnxModel.of(
            encoder.architecture().layers(encoder.shape()),
            InputRule.UNIT,
            List.of(3, SIDE, SIDE),
            PlainLayout.of(encoder),
            network,
            Map.of());
    float[][] rows = OnnxRuntime.embed(model, images, 2, 3, SIDE, SIDE);
    float[] all = Arrays.copyOf(rows[0], 2 * rows[0].length);
    System.arraycopy(rows[1], 0, all, rows[0].length, rows[1].length);
    return all;
  }

  private static void assertClose(float[] actual, float[] expected, double within) {
    assertThat(actual).hasSameSizeAs(expected);
    double off = 0;
    for (int i = 0; i < actual.length; i++) {
      off = Math.max(off, Math.abs(actual[i] - expected[i]));
    }
    assertThat(off).isLessThan(within);
  }

  @Test
  void foldingTrainingAndFreezingComputeTheSame() throws IOException {
    Path file = Formula.write(directory, Convention.TORCHVISION, MOBILE_NET, SMALL);
    float[][] all = new float[3][];
    String[] norms = {"frozen", "trained", "folded"};
    for (int i = 0; i < norms.length; i++) {
      EncoderSettings encoder = encoder("encoder.batch-norm=" + norms[i]);
      all[i] = embedded(encoder, headOf(encoder, read(file, encoder, PlainLayout.of(encoder))));
    }
    assertClose(all[1], all[0], 1e-4);
    assertClose(all[2], all[0], 1e-4);
    assertThat(all[0][0]).isNotEqualTo(all[0][8]);
  }

  /** The head has other places in networks of other forms, so drawn values differ. */
  private static float[] headOf(EncoderSettings encoder, float[] network) {
    int head = PlainLayout.of(encoder).head().get(0).from();
    for (int i = head; i < network.length; i++) {
      network[i] = (float) Math.sin(i - head);
    }
    return network;
  }

  @Test
  void theHeadStaysAsItWasDrawn() throws IOException {
    EncoderSettings encoder = encoder();
    ParameterLayout layout = PlainLayout.of(encoder);
    float[] network =
        read(Formula.write(directory, Convention.TIMM, MOBILE_NET, SMALL), encoder, layout);
    int head = layout.head().get(0).from();
    assertThat(network[head]).isEqualTo((float) Math.sin(head));
    assertThat(network[head - 1]).isNotEqualTo((float) Math.sin(head - 1));
  }

  @ParameterizedTest
  @EnumSource(Convention.class)
  void tensorsThatAreWrittenAreReadBack(Convention convention) throws IOException {
    EncoderSettings encoder =
        encoder(
            "encoder.padding="
                + (convention.padding().name().equals("SAME") ? "same" : "symmetric"),
            "encoder.batch-norm=" + (convention.isFolded() ? "folded" : "frozen"));
    ParameterLayout layout = PlainLayout.of(encoder);
    Path file = Formula.write(directory, convention, MOBILE_NET, SMALL);
    float[] network = read(file, encoder, layout);
    BackboneTensors tensors = new BackboneTensors(encoder, layout, network, convention);
    Map<String, float[]> values = tensors.values();
    try (TensorFile read = TensorFile.open(file)) {
      for (TensorEntry entry : read.tensors()) {
        assertClose(values.getOrDefault(entry.name(), new float[0]), read.read(entry), 1e-6);
      }
      assertThat(tensors.entries()).containsAll(read.tensors());
    }
    assertThat(tensors.entries().stream().map(TensorEntry::name).toList())
        .endsWith("embedding.weight", "embedding.bias");
  }

  @Test
  void aFoldedNetworkIsWrittenWithBatchNormalisationThatOnlyAdds() throws IOException {
    EncoderSettings folded = encoder("encoder.batch-norm=folded", "encoder.padding=same");
    float[] network =
        read(
            Formula.write(directory, Convention.FOLDED, MOBILE_NET, SMALL),
            folded,
            PlainLayout.of(folded));
    Map<String, float[]> values =
        new BackboneTensors(folded, PlainLayout.of(folded), network, Convention.KERAS).values();
    Path file =
        Formula.write(
            directory.resolve("keras"), Convention.KERAS.wanted(MOBILE_NET, SMALL), values);
    EncoderSettings frozen = encoder("encoder.batch-norm=frozen", "encoder.padding=same");
    float[] read = read(file, frozen, PlainLayout.of(frozen));
    assertClose(
        embedded(frozen, headOf(frozen, read)), embedded(folded, headOf(folded, network)), 1e-4);
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws IOException {
    List<Wanted> wanted = Convention.TORCHVISION.wanted(MOBILE_NET, SMALL);
    Path good = Formula.write(directory, Convention.TORCHVISION, MOBILE_NET, SMALL);
    Map<String, float[]> values = new HashMap<>();
    try (TensorFile file = TensorFile.open(good)) {
      for (TensorEntry entry : file.tensors()) {
        values.put(entry.name(), file.read(entry));
      }
    }
    values.put("features.0.1.bias", filled(Float.NaN));
    assertRefused(wanted, values, "tensor features.0.1.bias holds NaN; use an undamaged file");
    values.put("features.0.1.bias", filled(Float.NEGATIVE_INFINITY));
    assertRefused(
        wanted, values, "tensor features.0.1.bias holds -Infinity; use an undamaged file");
    values.put("features.0.1.bias", filled(1));
    values.put("features.0.1.running_var", filled(-1));
    assertRefused(
        wanted,
        values,
        "tensor features.0.1.running_var holds a variance of -1.0; use an undamaged file");
  }

  private static float[] filled(float value) {
    float[] values = new float[8];
    Arrays.fill(values, 1);
    values[7] = value;
    return values;
  }

  private void assertRefused(List<Wanted> wanted, Map<String, float[]> values, String problem)
      throws IOException {
    Path bad = Formula.write(directory.resolve("bad"), wanted, values);
    EncoderSettings encoder = encoder();
    assertThatThrownBy(() -> read(bad, encoder, PlainLayout.of(encoder)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Cannot use encoder.weights = w: " + problem);
  }

  private static Map<String, List<Integer>> shapes(
      Convention convention, String architecture, double multiplier) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    convention
        .wanted(Architectures.find(architecture).orElseThrow(), multiplier)
        .forEach(each -> shapes.put(each.name(), each.shape()));
    return shapes;
  }

  private static void assertUnfit(
      Map<String, List<Integer>> shapes, EncoderSettings encoder, String message) {
    assertThatThrownBy(() -> new StrictFit("w", shapes).of(encoder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedByWhatTheyFit() {
    assertUnfit(
        shapes(Convention.TIMM, "mobilenet-v2", 1.4),
        encoder(),
        "Cannot use encoder.weights = w: it does not fit encoder.name=mobilenet-v2"
            + " encoder.multiplier=0.1: tensor conv_stem.weight is 48 x 3 x 3 x 3, and 8 x 3 x 3 x 3"
            + " is needed (and 259 more are misshapen). It fits encoder.name=mobilenet-v2"
            + " encoder.multiplier=1.4: use that, or other weights");
    assertUnfit(
        shapes(Convention.TORCHVISION, "resnet-34", 1),
        encoder("encoder.name=resnet-18", "encoder.multiplier=1"),
        "Cannot use encoder.weights = w: it does not fit encoder.name=resnet-18: tensor"
            + " layer1.2.conv1.weight is left over (and 79 more are left over). It fits"
            + " encoder.name=resnet-34: use that, or other weights");
  }

  @Test
  void aMissingTensorIsNamedWithItsShape() {
    Map<String, List<Integer>> shapes = shapes(Convention.TORCHVISION, "resnet-18", 1);
    shapes.remove("layer4.1.bn2.weight");
    assertUnfit(
        shapes,
        encoder("encoder.name=resnet-18", "encoder.multiplier=1"),
        "Cannot use encoder.weights = w: it does not fit encoder.name=resnet-18: tensor"
            + " layer4.1.bn2.weight of 512 is missing. It fits no backbone of ours;"
            + " ./anchorage weights w says what it has");
  }

  @Test
  void kerasResNetIsNamed() {
    assertUnfit(
        Map.of("conv2_block1_1_conv/kernel", List.of(1, 1, 64, 64)),
        encoder("encoder.name=resnet-50", "encoder.multiplier=1"),
        "Cannot use encoder.weights = w: it does not fit encoder.name=resnet-50: tensor conv1.weight"
            + " of 64 x 3 x 7 x 7 is missing (and 264 more are missing). These are weights of Keras'"
            + " ResNet, which is version 1: it strides in the first 1 x 1 convolution of a block,"
            + " adds biases, and reads images as Caffe does. resnet-50 is version 1.5; use weights"
            + " of torchvision or timm");
  }

  @Test
  void foldedWeightsCannotBeFrozen() {
    assertUnfit(
        shapes(Convention.FOLDED, "mobilenet-v2", SMALL),
        encoder("encoder.batch-norm=frozen"),
        "Cannot use encoder.batch-norm = frozen: the weights of w have batch normalisation folded"
            + " in; use folded or auto, or other weights");
  }

  @Test
  void namesOfAnotherPaddingAreRefused() {
    EncoderSettings same = encoder("encoder.padding=same");
    assertThat(BackboneTensors.natural(same)).isEqualTo(Convention.KERAS);
    assertThat(BackboneTensors.natural(encoder())).isEqualTo(Convention.TORCHVISION);
    ParameterLayout layout = PlainLayout.of(same);
    assertThatThrownBy(
            () -> new BackboneTensors(same, layout, new float[0], Convention.TORCHVISION))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use --names = torchvision: the network pads as TensorFlow does, and a network"
                + " of these names does not; use keras or folded");
    EncoderSettings resnet = encoder("encoder.name=resnet-18", "encoder.multiplier=1");
    assertThatThrownBy(() -> new BackboneTensors(resnet, layout, new float[0], Convention.KERAS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use --names = keras: it has no names for encoder.name = resnet-18; use"
                + " torchvision or timm");
  }
}
