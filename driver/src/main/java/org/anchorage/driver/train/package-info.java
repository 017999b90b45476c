/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The run: epochs of rounds with mining and evaluation between them, written down so that it can go
 * on.
 */
@NullMarked
package org.anchorage.driver.train;

import org.jspecify.annotations.NullMarked;
