/* SPDX-License-Identifier: Apache-2.0 */
/** Waiting for what other threads do. */
@NullMarked
package org.anchorage.driver.thread;

import org.jspecify.annotations.NullMarked;
