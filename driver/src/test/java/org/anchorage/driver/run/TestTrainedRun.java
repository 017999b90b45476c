/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.junit.jupiter.api.Test;

class TestTrainedRun {

  private static Manifest.Parent corpus(String location, String fingerprint) {
    return new Manifest.Parent("corpus", location, fingerprint);
  }

  /** Figures of "classes never seen" would be those of classes that were. */
  @Test
  void aCorpusThatWasReplacedIsToldOf() {
    List<Manifest.Parent> trainedOn =
        List.of(new Manifest.Parent("tuples", "file:/c", "z"), corpus("file:/c", "a"));
    assertThat(TrainedRun.replaced(trainedOn, corpus("file:/c", "b")))
        .hasValue(
            "The corpus at file:/c was replaced since the run was trained (its fingerprint is b,"
                + " not a): classes that count as never seen may have been trained on");
    assertThat(TrainedRun.replaced(trainedOn, corpus("file:/c", "a"))).isEmpty();
    assertThat(TrainedRun.replaced(trainedOn, corpus("file:/other", "b"))).isEmpty();
  }
}
