/* SPDX-License-Identifier: Apache-2.0 */
/** Corpora at rest: encoded images in shards, a catalogue beside them, and their reading back. */
@NullMarked
package org.anchorage.driver.corpus;

import org.jspecify.annotations.NullMarked;
