/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.Map;
import org.anchorage.worker.gpu.VisibleGpu;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.resource.ResourceInformation;

/**
 * Lets a JVM compute on the GPU that Spark assigned to it and see no other. Spark calls it when an
 * executor, or the driver, has started and before any task: before ND4J, and CUDA with it, is
 * loaded. {@link Sparks} adds it where a GPU is asked for.
 */
public final class GpuPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        see(context);
        return Map.of();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        see(context);
      }
    };
  }

  private static void see(PluginContext context) {
    ResourceInformation assigned = context.resources().get(GpuScheduling.RESOURCE);
    if (assigned == null || assigned.addresses().length == 0) {
      return;
    }
    VisibleGpu.restrictTo(assigned.addresses()[0]);
  }
}
