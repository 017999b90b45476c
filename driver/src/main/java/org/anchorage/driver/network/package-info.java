/* SPDX-License-Identifier: Apache-2.0 */
/** A trained network by itself: its parameters, and the settings that say how to use it. */
@NullMarked
package org.anchorage.driver.network;

import org.jspecify.annotations.NullMarked;
