/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Reads a loss, single or a weighted sum, with or without a memory. */
public final class CombinedLossReader {

  private final TypedValues value;
  private final BiFunction<String, String, LossSettings> single;

  /**
   * Creates a reader.
   *
   * @param single reads one loss, from the key that names it, for messages, and its name
   */
  public CombinedLossReader(TypedValues value, BiFunction<String, String, LossSettings> single) {
    this.value = value;
    this.single = single;
  }

  public LossSettings read(String name) {
    LossSettings loss =
        name.equals("weighted")
            ? new CombinedLossSettings.Weighted(members())
            : single.apply("loss.name", name);
    int size = value.whole("loss.memory.size");
    return size == 0 ? loss : new CombinedLossSettings.Memory(loss, size);
  }

  private List<CombinedLossSettings.Weighted.Member> members() {
    List<CombinedLossSettings.Weighted.Member> members = new ArrayList<>();
    for (String written : value.texts("loss.weighted")) {
      int space = written.strip().lastIndexOf(' ');
      if (space < 0) {
        throw new ConfigurationException(
            "loss.weighted", written, "write a name and its weight, e.g. triplet 1.0");
      }
      String name = written.strip().substring(0, space).strip();
      members.add(
          new CombinedLossSettings.Weighted.Member(
              single.apply("loss.weighted", name),
              weight(written, written.strip().substring(space + 1))));
    }
    return members;
  }

  private static double weight(String written, String number) {
    try {
      return new BigDecimal(number).doubleValue();
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          "loss.weighted", written, "the weight must be a number, e.g. triplet 1.0");
    }
  }
}
