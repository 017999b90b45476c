/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.anchorage.driver.record.Stage;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.step.StepSeconds;
import org.junit.jupiter.api.Test;

class TestEpochWork {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void isReadAsItWasWritten() throws IOException {
    StepSeconds steps = new StepSeconds(1, 2, 3, 4, 5);
    EpochWork work =
        new EpochWork(
            new RoundWork(1, 2, 3, 4, 5, 6, 7, 8, steps),
            new Traffic(10, 11),
            Map.of(Stage.TRAIN, 9.0));

    assertThat(JSON.readValue(JSON.writeValueAsBytes(work), EpochWork.class)).isEqualTo(work);
  }

  @Test
  void isReadFromCheckpointsThatDoNotTellPartsApart() throws JsonProcessingException {
    String before =
        """
        {"work": {"steps": 1, "examples": 2, "lossSum": 3, "tuples": 4, "active": 5,
          "distanceSum": 6, "seconds": 7}, "traffic": {"sent": 8, "received": 9},
          "seconds": {"train": 10, "checkpoint": 11}}""";

    EpochWork read = JSON.readValue(before, EpochWork.class);

    assertThat(read.work()).isEqualTo(new RoundWork(1, 2, 3, 4, 5, 6, 7));
    assertThat(read.seconds())
        .containsOnly(Map.entry(Stage.TRAIN, 10.0), Map.entry(Stage.CHECKPOINT, 11.0));
    assertThat(read.work().plus(read.work()).stepSeconds()).isEqualTo(StepSeconds.NONE);
  }
}
