/* SPDX-License-Identifier: Apache-2.0 */
/** A trained network for programs without this one. */
@NullMarked
package org.anchorage.driver.export;

import org.jspecify.annotations.NullMarked;
