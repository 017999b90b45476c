/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What an executor keeps between tasks: networks, decoded pixels, a base that is prepared for
 * neighbour search, and the watcher of shares. {@link org.anchorage.driver.executor.ExecutorCache}
 * alone has static state that changes.
 */
@NullMarked
package org.anchorage.driver.executor;

import org.jspecify.annotations.NullMarked;
