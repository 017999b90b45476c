/* SPDX-License-Identifier: Apache-2.0 */

/** The page that people search with, as files of this build. */
@NullMarked
package org.anchorage.driver.serve.page;

import org.jspecify.annotations.NullMarked;
