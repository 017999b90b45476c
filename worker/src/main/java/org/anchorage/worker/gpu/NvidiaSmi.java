/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the cards of this machine by asking {@code nvidia-smi}, which comes with the driver. It
 * makes no CUDA context and loads no library. Immutable.
 */
public final class NvidiaSmi {

  private static final int FIELDS = 4;

  private final List<String> command;

  /**
   * Describes a list that a program prints.
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
   * @throws IOException if the program cannot be run or fails, as without an NVIDIA driver; the
   *     message says why
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
   * @param said one line for each card: index, name, capability, driver; a name may have commas
   * @throws IOException if a line is not a card
   */
  public static List<Gpu> parse(String said) throws IOException {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : said.lines().filter(line -> !line.isBlank()).toList()) {
      String[] words = line.split(",", -1);
      if (words.length < FIELDS || !words[0].strip().matches("\\d+")) {
        throw new IOException("nvidia-smi printed '" + line + "', which is not a card");
      }
      int last = words.length - 1;
      String name = String.join(",", List.of(words).subList(1, last - 1)).strip();
      gpus.add(
          new Gpu(words[0].strip(), name, Capability.parse(words[last - 1]), words[last].strip()));
    }
    return gpus;
  }
}
