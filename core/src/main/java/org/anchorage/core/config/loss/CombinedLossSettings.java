/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/** Losses that are made of others. Immutable. */
public sealed interface CombinedLossSettings extends LossSettings {

  /**
   * The weighted sum of several losses.
   *
   * @param members at least one; a loss comes once at most
   */
  record Weighted(List<Member> members) implements CombinedLossSettings {

    /**
     * One of the losses.
     *
     * @param loss not a sum itself
     * @param weight over 0
     */
    public record Member(LossSettings loss, double weight) implements Serializable {

      public Member {
        Check.positive("loss.weighted", weight);
      }
    }

    public Weighted {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new ConfigurationException(
            "loss.weighted", members, "name the losses, e.g. [triplet 1.0, proxy-anchor 0.5]");
      }
      Set<String> names = new HashSet<>();
      for (Member member : members) {
        if (!names.add(member.loss().written())) {
          throw new ConfigurationException(
              "loss.weighted",
              member.loss().written(),
              "it comes twice; give it one weight, the sum of both");
        }
      }
    }

    @Override
    public String written() {
      return "weighted";
    }

    @Override
    public List<LossSettings> parts() {
      return members.stream().flatMap(member -> member.loss().parts().stream()).toList();
    }
  }

  /**
   * A loss that also compares a batch with embeddings of the batches before it.
   *
   * @param loss that compares
   * @param size embeddings remembered, zero or more
   */
  record Memory(LossSettings loss, int size) implements CombinedLossSettings {

    public Memory {
      Check.atLeast("loss.memory.size", size, 0);
      if (loss.parts().stream().anyMatch(LossSettings.NPairs.class::isInstance)) {
        throw new ConfigurationException(
            "loss.memory.size",
            size,
            "n-pairs takes rows two by two and has no use for remembered ones; set it to 0");
      }
      if (loss.parts().stream().allMatch(ClassVectorLossSettings.class::isInstance)) {
        throw new ConfigurationException(
            "loss.memory.size",
            size,
            loss.written()
                + " compares embeddings with its own vectors, not with one another; set it to 0");
      }
    }

    @Override
    public String written() {
      return loss.written();
    }

    @Override
    public List<LossSettings> parts() {
      return loss.parts();
    }
  }
}
