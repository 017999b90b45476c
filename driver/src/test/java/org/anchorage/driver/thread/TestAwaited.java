/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TestAwaited {

  private static Integer result(CompletableFuture<Integer> work) {
    return Awaited.result(work, "The work failed", "The work was interrupted");
  }

  @Test
  void whatTheWorkDidHappensHere() {
    assertThat(result(CompletableFuture.completedFuture(7))).isEqualTo(7);
    for (Throwable thrown : new Throwable[] {new IllegalArgumentException("a"), new Error("b")}) {
      assertThatThrownBy(() -> result(CompletableFuture.failedFuture(thrown))).isSameAs(thrown);
    }
    IOException checked = new IOException("no disk");
    assertThatThrownBy(() -> result(CompletableFuture.failedFuture(checked)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The work failed: " + checked)
        .hasCause(checked);
  }

  @Test
  void anInterruptedThreadStaysSo() {
    CompletableFuture<Integer> running = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> result(running))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The work was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(running.isCancelled()).isFalse();
  }
}
