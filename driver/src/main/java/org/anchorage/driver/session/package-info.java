/* SPDX-License-Identifier: Apache-2.0 */
/** The Spark session that a command runs in, and progress over its tasks. */
@NullMarked
package org.anchorage.driver.session;

import org.jspecify.annotations.NullMarked;
