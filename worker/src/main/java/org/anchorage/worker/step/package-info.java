/* SPDX-License-Identifier: Apache-2.0 */
/** One optimiser step, embedding, and the native library both run on. */
@NullMarked
package org.anchorage.worker.step;

import org.jspecify.annotations.NullMarked;
