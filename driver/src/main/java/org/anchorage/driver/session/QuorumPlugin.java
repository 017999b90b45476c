/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.Map;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.quorum.AskingWatcher;
import org.anchorage.driver.quorum.Quorum;
import org.anchorage.driver.quorum.QuorumRegister;
import org.anchorage.driver.quorum.Share;
import org.anchorage.driver.quorum.ShareEnd;
import org.anchorage.driver.quorum.Watcher;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Lets running tasks ask the driver whether enough workers have finished a round. {@link Sparks}
 * adds it if {@code rounds.quorum} is below 1.
 */
public final class QuorumPlugin implements SparkPlugin {

  /** Returns whether a session has the plugin. */
  public static boolean isIn(SparkConf conf) {
    return Plugins.contains(conf, QuorumPlugin.class);
  }

  @Override
  public DriverPlugin driverPlugin() {
    QuorumRegister register = new QuorumRegister();
    return new DriverPlugin() {
      // For Spark, null means "no reply".
      @Override
      public @Nullable Object receive(Object message) {
        if (message instanceof Share share) {
          // A class of the JDK, which every class loader of an executor can read.
          return register.mostSteps(share);
        }
        if (message instanceof ShareEnd end) {
          register.reportEnd(end);
          return null;
        }
        throw new IllegalArgumentException(
            "The quorum got an unknown message, "
                + message.getClass().getName()
                + "; run driver and executors on the same version");
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OnExecutor();
  }

  private static final class OnExecutor implements ExecutorPlugin {

    private @Nullable AskingWatcher watcher;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      AskingWatcher made = new AskingWatcher(new Remote(context));
      watcher = made;
      ExecutorCache.setWatcher(made);
    }

    @Override
    public void shutdown() {
      ExecutorCache.setWatcher(Watcher.ABSENT);
      if (watcher != null) {
        watcher.close();
      }
    }
  }

  /** The driver, as an executor reaches it. */
  private record Remote(PluginContext context) implements Quorum {

    @Override
    public int mostSteps(Share share) throws Exception {
      return (Integer) context.ask(share);
    }

    @Override
    public void reportEnd(ShareEnd end) throws Exception {
      context.send(end);
    }
  }
}
