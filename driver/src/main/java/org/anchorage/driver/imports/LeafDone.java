/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.List;

/**
 * What is known of a leaf that is inspected. One file holds both parts: files cost more than bytes.
 *
 * @param inspected its counts, which the driver gets
 * @param good its good images without their bytes, which it does not
 */
record LeafDone(Inspected inspected, List<Copy> good) implements Serializable {}
