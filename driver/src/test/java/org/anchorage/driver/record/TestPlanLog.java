/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPlanLog {

  @TempDir Path directory;

  private PlanLog plans = new PlanLog(new org.apache.hadoop.fs.Path("x"), new Configuration());

  @BeforeEach
  void open() {
    plans = new PlanLog(new org.apache.hadoop.fs.Path(directory.toUri()), new Configuration());
  }

  @Test
  void whatWasWrittenComesBack() throws IOException {
    PlannedBy by = new PlannedBy("mined/round-12", 12, 1, "c0ffee");
    plans.write(3, by);
    plans.write(4, PlannedBy.nothing());
    assertThat(plans.of(3)).contains(by);
    assertThat(plans.of(4)).contains(PlannedBy.nothing());
    assertThat(plans.of(5)).isEmpty();
    assertThat(directory.resolve("planned-0003.json"))
        .content()
        .isEqualTo("{\"table\":\"mined/round-12\",\"round\":12,\"age\":1,\"checksum\":\"c0ffee\"}");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aDamagedFileIsNamedWithWhatToDo() throws IOException {
    Files.writeString(directory.resolve("planned-0003.json"), "{\"table\":\"t\"");
    assertThatThrownBy(() -> plans.of(3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("planned-0003.json does not say which table epoch 3 was planned by")
        .hasMessageEndingWith(
            "; restore it, or delete it, and the epoch is planned anew, by the newest table there"
                + " is");
  }
}
