/* SPDX-License-Identifier: Apache-2.0 */
/** A run as one self-contained HTML page: figures, curves, mining, a picture and a gallery. */
@NullMarked
package org.anchorage.driver.report;

import org.jspecify.annotations.NullMarked;
