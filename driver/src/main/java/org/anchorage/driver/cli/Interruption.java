/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What is said when Ctrl-C, or another signal, ends the program: one line. Spark stops then while
 * the command still runs, and each thread that misses it would log its stack trace. Thread-safe.
 */
final class Interruption {

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Interruption() {}

  /**
   * Returns one that watches this process until it {@link #end ends} by itself.
   *
   * @param words of the command. One that goes on until it is stopped has nothing to say of that.
   */
  static Interruption watched(String... words) {
    Interruption interruption = new Interruption();
    List<String> all = List.of(words);
    if (!all.contains("--follow") && all.indexOf("serve") != 0) {
      Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "interruption"));
    }
    return interruption;
  }

  /** The command has returned: what comes now is its own exit. */
  void end() {
    ended.set(true);
  }

  /** Returns standard error, for what fails by itself and not because of a signal. */
  PrintWriter errors() {
    return new PrintWriter(
        new FilterOutputStream(System.err) {
          @Override
          public void write(int b) throws IOException {
            if (!stopped.get()) {
              out.write(b);
            }
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!stopped.get()) {
              out.write(bytes, offset, length);
            }
          }
        },
        true /* flush at the end of a line */,
        Charset.defaultCharset());
  }

  private void stop() {
    if (!ended.get()) {
      stopped.set(true);
      Configurator.setAllLevels("", Level.OFF);
      System.err.println(
          "Stopped by a signal. What was finished is kept: train --resume goes on with a run, and"
              + " other commands with what they find");
    }
  }
}
