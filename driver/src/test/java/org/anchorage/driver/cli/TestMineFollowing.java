/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.driver.follow.Follower;
import org.junit.jupiter.api.Test;

class TestMineFollowing {

  @Test
  void theEndIsSaidWithWhatToDo() {
    assertThat(MineFollowing.ended(Follower.End.FINISHED, "runs/a", 1200))
        .isEqualTo("The run at runs/a is finished; 1,200 of its checkpoints were mined");
    assertThat(MineFollowing.ended(Follower.End.LEFT, "runs/a", 3))
        .isEqualTo(
            "Nobody trains the run at runs/a any more: it was stopped, or its driver died; 3 of its"
                + " checkpoints were mined. After train --resume, follow it again");
  }
}
