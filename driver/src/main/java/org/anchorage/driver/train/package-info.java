/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Training: epochs of rounds with mining and evaluation between them, checkpointed so that a run
 * can be resumed.
 */
@NullMarked
package org.anchorage.driver.train;

import org.jspecify.annotations.NullMarked;
