/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Ends a round once most of its workers have finished: who has, kept on the driver, and how an
 * executor learns of it while its tasks run.
 */
@NullMarked
package org.anchorage.driver.quorum;

import org.jspecify.annotations.NullMarked;
