/* SPDX-License-Identifier: Apache-2.0 */
/** Embedding as a Spark job: rows of a corpus in, vectors out. */
@NullMarked
package org.anchorage.driver.embed;

import org.jspecify.annotations.NullMarked;
