/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The weighted sum of several losses. Immutable.
 *
 * @param members at least one; each loss at most once
 */
public record WeightedLossesSettings(List<Member> members) implements LossSettings {

  public static final Key WEIGHTED = Key.fixed("loss.weighted");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(WEIGHTED);

  /**
   * One of the losses.
   *
   * @param loss not a sum itself
   * @param weight over 0
   */
  public record Member(LossSettings loss, double weight) implements Serializable {

    public Member {
      Bounds.positive(WEIGHTED, weight);
    }

    /** Reads a name and a weight, e.g. {@code triplet 1.0}. */
    private static Member read(TypedValues value, String written) {
      int space = written.strip().lastIndexOf(' ');
      if (space < 0) {
        throw new ConfigurationException(
            WEIGHTED, written, "write a name and its weight, e.g. triplet 1.0");
      }
      LossName name = LossName.ofMember(WEIGHTED, written.strip().substring(0, space).strip());
      return new Member(name.read(value), weight(written, written.strip().substring(space + 1)));
    }

    private static double weight(String written, String number) {
      try {
        return new BigDecimal(number).doubleValue();
      } catch (NumberFormatException e) {
        throw new ConfigurationException(
            WEIGHTED, written, "the weight must be a number, e.g. triplet 1.0");
      }
    }
  }

  public WeightedLossesSettings {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new ConfigurationException(
          WEIGHTED, members, "name the losses, e.g. [triplet 1.0, proxy-anchor 0.5]");
    }
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (!names.add(member.loss().written())) {
        throw new ConfigurationException(
            WEIGHTED,
            member.loss().written(),
            "it comes twice; give it one weight, the sum of both");
      }
    }
  }

  static WeightedLossesSettings read(TypedValues value) {
    return new WeightedLossesSettings(
        value.texts(WEIGHTED).stream().map(written -> Member.read(value, written)).toList());
  }

  @Override
  public List<LossSettings> parts() {
    return members.stream().flatMap(member -> member.loss().parts().stream()).toList();
  }

  @Override
  public LossName name() {
    return LossName.WEIGHTED;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.weighted(this);
  }
}
