/* SPDX-License-Identifier: Apache-2.0 */
/** Settings of a run: one typed, checked view, read from defaults, file and command line. */
@NullMarked
package org.anchorage.core.config;

import org.jspecify.annotations.NullMarked;
