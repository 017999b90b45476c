/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The stages of an epoch whose time is measured, in the order in which an epoch runs them. */
public enum Stage {
  /** Rounds of training, planning included. */
  @JsonProperty("train")
  TRAIN,
  /** Checkpoints after rounds. */
  @JsonProperty("checkpoint")
  CHECKPOINT,
  /** Embedding of the training images, to mine them. */
  @JsonProperty("embed")
  EMBED,
  /** Mining. */
  @JsonProperty("mine")
  MINE,
  /** Evaluation, the embedding of the evaluated images included. */
  @JsonProperty("evaluate")
  EVALUATE;

  /** Returns the name, as in JSON and as people read it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
