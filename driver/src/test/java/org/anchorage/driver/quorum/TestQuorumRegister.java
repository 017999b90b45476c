/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestQuorumRegister {

  private static final QuorumRound ROUND = new QuorumRound("run-1", 7, 40, 4, 2);
  private static final int STEPS = 32;

  private final QuorumRegister register = new QuorumRegister();

  private static Share share(int worker) {
    return ROUND.share(worker, STEPS);
  }

  private void reportEnd(QuorumRound round, int worker, int taken) {
    register.reportEnd(new ShareEnd(round.share(worker, STEPS), taken));
  }

  @Test
  void oneStepIsEnoughOnceAQuorumHasTakenAll() {
    reportEnd(ROUND, 3, STEPS);
    assertThat(register.mostSteps(share(0))).isEqualTo(Quorum.ALL);
    reportEnd(ROUND, 1, STEPS);
    assertThat(register.mostSteps(share(0))).isEqualTo(1);
    assertThat(register.mostSteps(share(2))).isEqualTo(1);
  }

  @Test
  void whoEndedBeforeTheLastStepDoesNotCount() {
    reportEnd(ROUND, 3, STEPS);
    reportEnd(ROUND, 1, STEPS - 1);
    reportEnd(ROUND, 2, 1);
    assertThat(register.mostSteps(share(0))).isEqualTo(Quorum.ALL);
  }

  @Test
  void aWorkerCountsOnce() {
    reportEnd(ROUND, 3, STEPS);
    reportEnd(ROUND, 3, STEPS);
    assertThat(register.mostSteps(share(0))).isEqualTo(Quorum.ALL);
  }

  @Test
  void aShareThatIsRunAgainIsToTakeTheStepsOfItsFirstEnd() {
    reportEnd(ROUND, 0, STEPS);
    reportEnd(ROUND, 1, STEPS);
    reportEnd(ROUND, 2, 5);
    // Of a task that was taken for lost and was not.
    reportEnd(ROUND, 2, STEPS);
    assertThat(register.mostSteps(share(0))).isEqualTo(STEPS);
    assertThat(register.mostSteps(share(2))).isEqualTo(5);
    assertThat(register.mostSteps(share(3))).isEqualTo(1);
  }

  @Test
  void roundsAndRunsAndRepetitionsHaveQuorumsOfTheirOwn() {
    reportEnd(ROUND, 0, STEPS);
    reportEnd(ROUND, 1, STEPS);
    for (QuorumRound other :
        new QuorumRound[] {
          new QuorumRound("run-2", 7, 40, 4, 2),
          new QuorumRound("run-1", 8, 40, 4, 2),
          new QuorumRound("run-1", 7, 41, 4, 2)
        }) {
      assertThat(register.mostSteps(other.share(2, STEPS))).isEqualTo(Quorum.ALL);
      assertThat(register.mostSteps(other.share(0, STEPS))).isEqualTo(Quorum.ALL);
      reportEnd(other, 2, STEPS);
      // What comes late is of its own round.
      reportEnd(ROUND, 3, STEPS);
      assertThat(register.mostSteps(other.share(1, STEPS))).isEqualTo(Quorum.ALL);
    }
  }

  @Test
  void roundsThatAreOverAreForgottenAndTheOneAskedForIsNot() {
    reportEnd(ROUND, 0, STEPS);
    reportEnd(ROUND, 1, STEPS);
    for (int job = 100; job < 200; job++) {
      reportEnd(new QuorumRound("run-1", 7, job, 4, 2), 0, STEPS);
      assertThat(register.mostSteps(share(2))).isEqualTo(1);
    }
    for (int job = 100; job < 200; job++) {
      reportEnd(new QuorumRound("run-1", 7, job, 4, 2), 1, 1);
    }
    assertThat(register.mostSteps(share(2))).isEqualTo(Quorum.ALL);
  }

  @Test
  void aRoundOfAllNeedsNoQuorum() {
    assertThat(new QuorumRound("run-1", 0, 0, 4, 4).isOfAll()).isTrue();
    assertThat(ROUND.isOfAll()).isFalse();
  }
}
