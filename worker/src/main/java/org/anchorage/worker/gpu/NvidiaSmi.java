/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the cards of this machine by asking {@code nvidia-smi}, which comes with the driver: no
 * CUDA context is made, and no library loaded. Immutable.
 */
public final class NvidiaSmi {

  private static final int FIELDS = 4;

  private final List<String> command;

  /**
   * Creates a list that is asked of a program.
   *
   * @param program name or path, e.g. {@code nvidia-smi}
   */
  public NvidiaSmi(String program) {
    command =
        List.of(
            program, "--query-gpu=index,name,compute_cap,driver_version", "--format=csv,noheader");
  }

  /**
   * Returns the cards, in the order of the PCI bus.
   *
   * @throws IOException if the program cannot be run or fails: there is no NVIDIA driver; says why
   */
  public List<Gpu> gpus() throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            command.get(0)
                + " ended with "
                + code
                + (said.isEmpty() ? "" : ": " + firstLine(said)));
      }
      return parse(said);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + command.get(0) + " was running", e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /**
   * Reads what nvidia-smi printed.
   *
   * @param said a line a card: index, name, capability, driver; a name may have commas
   * @throws IOException if it says something else
   */
  public static List<Gpu> parse(String said) throws IOException {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : said.lines().filter(line -> !line.isBlank()).toList()) {
      String[] words = line.split(",", -1);
      if (words.length < FIELDS || !words[0].strip().matches("\\d+")) {
        throw new IOException("nvidia-smi said '" + line + "', which is no card");
      }
      int last = words.length - 1;
      String name = String.join(",", List.of(words).subList(1, last - 1)).strip();
      gpus.add(
          new Gpu(words[0].strip(), name, Capability.parse(words[last - 1]), words[last].strip()));
    }
    return gpus;
  }
}
