/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compute capability: which instructions a card has.
 *
 * @param major number of the generation; within one, newer cards run the code of older ones
 * @param minor number within the generation; higher is newer
 */
public record Capability(int major, int minor) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** Returns a capability as NVIDIA writes it, e.g. {@code 8.6}; nothing for other text. */
  public static Optional<Capability> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new Capability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether a card of this capability runs machine code that was made for another. */
  public boolean runs(Capability code) {
    return major == code.major && minor >= code.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
