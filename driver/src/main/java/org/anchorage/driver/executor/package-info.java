/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What an executor keeps between tasks: networks, decoded pixels, prepared neighbours, who watches
 * over shares. The only mutable state of a JVM.
 */
@NullMarked
package org.anchorage.driver.executor;

import org.jspecify.annotations.NullMarked;
