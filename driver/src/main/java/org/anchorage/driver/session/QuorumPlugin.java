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
 * Lets tasks hear from the driver while they run that enough workers have finished a round. {@link
 * Sparks} adds it where {@code rounds.quorum} is below 1.
 */
public final class QuorumPlugin implements SparkPlugin {

  /** Returns whether a session has it. */
  public static boolean isIn(SparkConf conf) {
    return Plugins.contains(conf, QuorumPlugin.class);
  }

  @Override
  public DriverPlugin driverPlugin() {
    QuorumRegister register = new QuorumRegister();
    return new DriverPlugin() {
      // Spark's word for "no reply" is null.
      @Override
      public @Nullable Object receive(Object message) {
        if (message instanceof Share share) {
          // Of the JDK, so that an executor reads it whatever loaded this program there.
          return register.mostSteps(share);
        }
        if (message instanceof ShareEnd end) {
          register.ended(end);
          return null;
        }
        throw new IllegalArgumentException(
            "A quorum is not told " + message.getClass().getName() + "; versions are mixed");
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
      ExecutorCache.watcher(made);
    }

    @Override
    public void shutdown() {
      ExecutorCache.watcher(Watcher.ABSENT);
      if (watcher != null) {
        watcher.close();
      }
    }
  }

  /** The driver, from an executor. */
  private record Remote(PluginContext context) implements Quorum {

    @Override
    public int mostSteps(Share share) throws Exception {
      return (Integer) context.ask(share);
    }

    @Override
    public void ended(ShareEnd end) throws Exception {
      context.send(end);
    }
  }
}
