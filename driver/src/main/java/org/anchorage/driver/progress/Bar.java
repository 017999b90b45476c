/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself on a terminal. */
final class Bar implements Progress {

  private final ProgressBar bar;

  Bar(PrintStream to, String stage, long total, String unit) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(stage)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .showSpeed()
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(to))
            .build();
  }

  @Override
  public void step(long done) {
    bar.stepTo(done);
  }

  @Override
  public void note(String note) {
    bar.setExtraMessage(" " + note);
  }

  @Override
  public void close() {
    bar.close();
  }
}
