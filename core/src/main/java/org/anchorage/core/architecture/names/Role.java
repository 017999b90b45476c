/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.List;
import java.util.Locale;

/** What an array of a convolution and its batch normalisation is. */
public enum Role {
  /** The convolution's weights. */
  WEIGHTS,
  /** Added to the convolution's result; only where batch normalisation is folded. */
  BIAS,
  /** Scale of batch normalisation. */
  GAMMA,
  /** Offset of batch normalisation. */
  BETA,
  /** Running mean of batch normalisation. */
  MEAN,
  /** Running variance of batch normalisation. */
  VARIANCE;

  /** The roles of a batch normalisation, in the order in which frameworks store them. */
  static final List<Role> NORM = List.of(GAMMA, BETA, MEAN, VARIANCE);

  /** Returns the name as {@code ParameterLayout.Span.parameter} has it. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
