/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;

/** What a task finds as it lists images. */
sealed interface Entry extends Serializable permits Listed, Found, Bad, Ignored {}
