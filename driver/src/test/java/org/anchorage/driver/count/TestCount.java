/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.count;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestCount {

  @Test
  void oneIsSingularAndAllElseIsPlural() {
    assertThat(Count.of(1, "image")).isEqualTo("1 image");
    assertThat(Count.of(0, "image")).isEqualTo("0 images");
    assertThat(Count.of(12_000, "image")).isEqualTo("12,000 images");
    assertThat(Count.of(1, "class")).isEqualTo("1 class");
    assertThat(Count.of(2, "class")).isEqualTo("2 classes");
    assertThat(Count.of(2, "query")).isEqualTo("2 queries");
    assertThat(Count.of(2, "way")).isEqualTo("2 ways");
    assertThat(Count.of(2, "batch")).isEqualTo("2 batches");
    assertThat(Count.of(2, "index", "indices")).isEqualTo("2 indices");
    assertThat(Count.of(1, "id is", "ids are")).isEqualTo("1 id is");
  }
}
