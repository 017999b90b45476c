/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestSparks {

  @Test
  void filesystemsAreReachedAsSparkSubmitWasToldBeforeSparkStarts() {
    System.setProperty("spark.hadoop.fs.test.secret", "open sesame");
    try {
      assertThat(Sparks.hadoop().get("fs.test.secret")).isEqualTo("open sesame");
      assertThat(Sparks.hadoop().get("fs.defaultFS")).isNotEmpty();
    } finally {
      System.clearProperty("spark.hadoop.fs.test.secret");
    }
  }
}
