/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.driver.quorum.Quorum;
import org.anchorage.driver.quorum.QuorumRound;
import org.anchorage.driver.quorum.ShareEnd;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.junit.jupiter.api.Test;

class TestQuorumPlugin {

  @Test
  void theDriverAnswersWithANumber() throws Exception {
    QuorumRound round = new QuorumRound("run-1", 0, 0, 2, 1);
    DriverPlugin driver = new QuorumPlugin().driverPlugin();
    assertThat(driver.receive(round.share(1, 4))).isEqualTo(Quorum.ALL);
    assertThat(driver.receive(new ShareEnd(round.share(0, 4), 4))).isNull();
    assertThat(driver.receive(round.share(1, 4))).isEqualTo(1);
    assertThatThrownBy(() -> driver.receive("hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The quorum got an unknown message, java.lang.String; run driver and executors on the"
                + " same version");
  }

  @Test
  void itIsAddedBesideOthersAndOnce() {
    SparkConf conf = new SparkConf(false).set("spark.plugins", "com.example.Other, x.GpuPlugin");
    assertThat(QuorumPlugin.isIn(conf)).isFalse();
    Plugins.add(conf, GpuPlugin.class);
    Plugins.add(conf, QuorumPlugin.class);
    Plugins.add(conf, QuorumPlugin.class);
    assertThat(QuorumPlugin.isIn(conf)).isTrue();
    assertThat(conf.get("spark.plugins"))
        .isEqualTo(
            "com.example.Other, x.GpuPlugin,org.anchorage.driver.session.GpuPlugin,"
                + "org.anchorage.driver.session.QuorumPlugin");
  }
}
