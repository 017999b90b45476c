/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What can be asked of the server: its routes, and the JSON that they read and write. The records
 * whose names end in {@code Body} or {@code Answer} are the schemas of {@code openapi.json}.
 */
@NullMarked
package org.anchorage.driver.serve.api;

import org.jspecify.annotations.NullMarked;
