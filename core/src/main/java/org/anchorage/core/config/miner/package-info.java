/* SPDX-License-Identifier: Apache-2.0 */
/** Settings of the in-batch miners, and how they are read. */
@NullMarked
package org.anchorage.core.config.miner;

import org.jspecify.annotations.NullMarked;
