/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Fits;
import org.anchorage.core.config.BackboneSettings;
import org.junit.jupiter.api.Test;

class TestHomeForm {

  private static HomeForm form(Convention convention, Map<String, String> words) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    convention
        .wanted(Architectures.find("mobilenet-v2").orElseThrow(), 1)
        .forEach(each -> shapes.put(each.name(), each.shape()));
    return HomeForm.of(Fits.nearest(shapes).orElseThrow(), words);
  }

  private static BackboneSettings asked(String... words) {
    return TestBackboneWeights.encoder(words).backbone();
  }

  @Test
  void theNamesTellTheForm() {
    assertThat(form(Convention.TORCHVISION, Map.of()))
        .isEqualTo(new HomeForm("frozen", "symmetric", "imagenet"));
    assertThat(form(Convention.FOLDED, Map.of()))
        .isEqualTo(new HomeForm("folded", "same", "symmetric"));
  }

  @Test
  void ourOwnFilesSayTheirForm() {
    Map<String, String> words =
        Map.of("producer", "anchorage", "padding", "symmetric", "input", "unit");
    assertThat(form(Convention.TIMM, words)).isEqualTo(new HomeForm("frozen", "symmetric", "unit"));
    assertThat(form(Convention.TIMM, Map.of("input", "unit")).input()).isEqualTo("imagenet");
  }

  @Test
  void whatIsAutoIsDecidedAndTheRestStays() {
    HomeForm home = form(Convention.KERAS, Map.of());
    assertThat(home.decided(asked()))
        .containsExactly(
            "encoder.batch-norm=frozen", "encoder.padding=same", "encoder.input=symmetric");
    assertThat(home.decided(asked("encoder.padding=symmetric", "encoder.input=unit")))
        .containsExactly("encoder.batch-norm=frozen");
  }

  @Test
  void whatDepartsFromTheWeightsIsSaid() {
    HomeForm home = form(Convention.KERAS, Map.of());
    assertThat(home.departures(asked())).isEmpty();
    assertThat(home.departures(asked("encoder.padding=same", "encoder.input=symmetric"))).isEmpty();
    assertThat(home.departures(asked("encoder.padding=symmetric", "encoder.input=unit")))
        .containsExactly(
            "encoder.padding = symmetric, and the weights were trained with same. This costs points"
                + " of recall; use auto",
            "encoder.input = unit, and the weights were trained with symmetric. This costs points"
                + " of recall; use auto");
  }
}
