/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * A loss that also compares a batch with embeddings of the batches before it. It has no name of its
 * own: {@code loss.name} names the loss that compares. Immutable.
 *
 * @param loss the loss that compares
 * @param size embeddings remembered, zero or more
 */
public record CrossBatchMemorySettings(LossSettings loss, int size) implements LossSettings {

  public static final Key SIZE = Key.fixed("loss.memory.size");

  public CrossBatchMemorySettings {
    Bounds.atLeast(SIZE, size, 0);
    if (loss.parts().stream().anyMatch(NPairsLossSettings.class::isInstance)) {
      throw new ConfigurationException(
          SIZE, size, "n-pairs reads rows in pairs and cannot use remembered ones; set it to 0");
    }
    if (loss.parts().stream().noneMatch(LossSettings::comparesImages)) {
      throw new ConfigurationException(
          SIZE,
          size,
          loss.written()
              + " compares embeddings with its own vectors, not with one another; set it to 0");
    }
  }

  /** Returns a loss with a memory, or the loss alone if none is asked for. */
  static LossSettings read(TypedValues value, LossSettings loss) {
    int size = value.whole(SIZE);
    return size == 0 ? loss : new CrossBatchMemorySettings(loss, size);
  }

  @Override
  public LossName name() {
    return loss.name();
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.crossBatchMemory(this);
  }

  @Override
  public List<LossSettings> parts() {
    return loss.parts();
  }
}
