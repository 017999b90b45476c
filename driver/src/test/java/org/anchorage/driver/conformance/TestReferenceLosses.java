/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.anchorage.core.config.loss.LossName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Says which loss is checked against nothing. */
class TestReferenceLosses {

  private static final Path GOLDEN =
      Path.of(System.getProperty("anchorage.root", ".."))
          .resolve("driver/src/test/resources/golden");

  @ParameterizedTest
  @EnumSource
  void everyLossIsCheckedOrSaysWhyNot(LossName name) {
    References references = ReferenceLosses.of(name);

    assertThat(references.losses().isEmpty() ? references.reason() : "checked")
        .as(
            "ReferenceLosses has no reference loss for %s and gives no reason: name those of the"
                + " files, or write References.none(\"why\")",
            name)
        .isNotBlank();
    assertThat(references.losses())
        .as(
            "ReferenceLosses checks %s against names of which no file in %s has a case; add cases"
                + " there, or take the name out",
            name, GOLDEN)
        .extracting(ReferenceLoss::name)
        .isSubsetOf(namesInFiles());
  }

  private static Set<String> namesInFiles() {
    Set<String> names = new HashSet<>();
    for (ReferenceFile file : ReferenceFile.in(GOLDEN)) {
      for (JsonNode wanted : file.root().path("cases")) {
        names.add(wanted.path("loss").asText());
      }
    }
    return names;
  }
}
