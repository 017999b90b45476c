/* SPDX-License-Identifier: Apache-2.0 */
/** Corpora on disk: encoded images in shards with a catalogue, written and read. */
@NullMarked
package org.anchorage.driver.corpus;

import org.jspecify.annotations.NullMarked;
