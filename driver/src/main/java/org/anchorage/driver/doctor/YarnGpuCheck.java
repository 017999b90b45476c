/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks that the YARN client knows GPUs. If it does not, Spark asks for containers without a GPU,
 * and the job runs without one. Only a warning in a log says so.
 *
 * @param master Spark's master
 * @param asked GPUs of an executor, if that is set
 * @param device YARN's name of a GPU
 * @param yarn the client's configuration, resource-types.xml included
 */
record YarnGpuCheck(String master, Optional<String> asked, String device, Configuration yarn)
    implements Check {

  private static final String SUBJECT = "gpus on yarn";
  private static final String TYPES = "yarn.resource-types";

  @Override
  public List<Finding> findings() {
    if (!master.startsWith("yarn")) {
      return List.of();
    }
    boolean known = List.of(yarn.getTrimmedStrings(TYPES)).contains(device);
    if (known) {
      return List.of(
          Finding.ok(
              SUBJECT,
              "the client knows "
                  + device
                  + asked.map(n -> "; " + n + " an executor").orElse("; none is asked for")));
    }
    return List.of(
        asked.isPresent()
            ? Finding.problem(
                SUBJECT,
                "the client does not know "
                    + device
                    + ", so Spark would ask for no GPU and give no error",
                "put a resource-types.xml with "
                    + TYPES
                    + " = "
                    + device
                    + " into HADOOP_CONF_DIR (deploy/yarn/examples)")
            : Finding.ok(SUBJECT, "none is asked for"));
  }
}
