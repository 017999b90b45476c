/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/**
 * Files that are not imported, such as a system's own.
 *
 * @param files how many
 */
record Ignored(long files) implements Entry {}
