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
 * Restricts a JVM to the GPU that Spark assigned to it. Spark calls the plugin when an executor or
 * the driver has started, before any task, and so before ND4J loads CUDA. {@link Sparks} adds it to
 * sessions that ask for a GPU.
 */
public final class GpuPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        restrict(context);
        return Map.of();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        restrict(context);
      }
    };
  }

  private static void restrict(PluginContext context) {
    ResourceInformation assigned = context.resources().get(GpuScheduling.RESOURCE);
    if (assigned == null || assigned.addresses().length == 0) {
      return;
    }
    VisibleGpu.restrictTo(assigned.addresses()[0]);
  }
}
