/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.export;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestExportStage {

  private static EncoderSettings encoder(String words) {
    return SettingsReader.defaults()
        .with(List.of("image.width=32", "image.height=32", "image.channels=3"))
        .with(List.of(words.split(" ", -1)))
        .settings()
        .encoder();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encoder.name=resnet-18 | DL4J | --format = dl4j: encoder.name = resnet-18 has a layer (stem) that DL4J does not have; use onnx or safetensors",
        "encoder.name=residual encoder.pooling=gem | DL4J | --format = dl4j: encoder.name = residual has a layer (pool) that DL4J does not have; use onnx",
        "encoder.name=residual embedding.head=layer-norm | DL4J | --format = dl4j: encoder.name = residual has a layer (norm) that DL4J does not have; use onnx",
        "encoder.name=residual | SAFETENSORS | --format = safetensors: encoder.name = residual is of no framework that gives its tensors names; use onnx or dl4j",
      })
  void whatANetworkCannotBeExportedAsIsRefused(String words, ExportFormat format, String message) {
    assertThatThrownBy(() -> ExportStage.requirePossible(encoder(words), format, Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Cannot use " + message);
  }

  @Test
  void namesAreHeldToTheNetwork() {
    assertThatThrownBy(
            () ->
                ExportStage.requirePossible(
                    encoder("encoder.name=resnet-18"),
                    ExportFormat.SAFETENSORS,
                    Optional.of(Convention.KERAS)))
        .hasMessageContaining("--names = keras");
  }

  @Test
  void allElseIsPossible() {
    assertThatCode(
            () -> {
              for (ExportFormat format : ExportFormat.values()) {
                String name = format == ExportFormat.DL4J ? "residual" : "mobilenet-v2";
                ExportStage.requirePossible(
                    encoder("encoder.name=" + name), format, Optional.empty());
              }
              ExportStage.requirePossible(
                  encoder("encoder.name=residual"), ExportFormat.ONNX, Optional.empty());
            })
        .doesNotThrowAnyException();
  }
}
