/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The index that is served now: its images are embedded in batches, and another index may take its
 * place while it is searched.
 */
@NullMarked
package org.anchorage.driver.serve.live;

import org.jspecify.annotations.NullMarked;
