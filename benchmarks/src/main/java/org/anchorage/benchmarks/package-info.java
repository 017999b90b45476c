/* SPDX-License-Identifier: Apache-2.0 */
/** Measurements of single pieces by JMH; each checks what the piece computes before it is timed. */
@NullMarked
package org.anchorage.benchmarks;

import org.jspecify.annotations.NullMarked;
