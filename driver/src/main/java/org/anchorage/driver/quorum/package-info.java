/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ends a round when most of its workers have finished. The driver keeps a record of finished
 * workers, and executors ask it while their tasks run.
 */
@NullMarked
package org.anchorage.driver.quorum;

import org.jspecify.annotations.NullMarked;
