/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/**
 * A file whose path names its class and split, once all paths are known; see {@link FolderLayout}.
 *
 * @param group of paths that name classes in the same way, e.g. an archive
 * @param path relative to the group's root
 * @param place where its bytes lie
 */
record Found(int group, String path, Place place) implements Entry {}
