/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS and YARN in this process, with one node of each: a rehearsal of a cluster. Listens on the
 * address of the host's name, so that {@link #onLoopback} must hold where others can reach that.
 */
public final class MiniHadoop implements AutoCloseable {

  private static final int MEMORY_MB = 16_384;
  private static final int CORES = 16;
  private static final long PATIENCE_MS = 60_000;

  private final MiniDFSCluster hdfs;
  private final MiniYARNCluster yarn;
  private final Map<String, String> client;

  private MiniHadoop(MiniDFSCluster hdfs, MiniYARNCluster yarn, Map<String, String> client) {
    this.hdfs = hdfs;
    this.yarn = yarn;
    this.client = client;
  }

  /** Returns whether the host's name stands for this machine alone. */
  public static boolean onLoopback() {
    try {
      return InetAddress.getLocalHost().isLoopbackAddress();
    } catch (IOException unknownName) {
      return false;
    }
  }

  /**
   * Starts both.
   *
   * @param directory where they keep everything
   * @param conf where to write {@code core-site.xml} and {@code yarn-site.xml} for clients
   */
  public static MiniHadoop start(Path directory, Path conf) throws Exception {
    // MiniYARNCluster asks for this when its class is loaded.
    System.setProperty("test.build.data", directory.resolve("yarn").toString());
    Configuration settings = new Configuration();
    settings.set("hdfs.minidfs.basedir", directory.resolve("hdfs").toString());
    settings.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    settings.set("dfs.namenode.http-address", "127.0.0.1:0");
    settings.set("dfs.replication", "1");
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
    hdfs.waitActive();
    String uri = hdfs.getFileSystem().getUri().toString();
    MiniYARNCluster yarn = new MiniYARNCluster("mini", 1, 1, 1);
    yarn.init(yarn(settings, uri));
    yarn.start();
    Map<String, String> client = new LinkedHashMap<>();
    client.put("fs.defaultFS", uri);
    for (String key :
        new String[] {"address", "scheduler.address", "admin.address", "webapp.address"}) {
      client.put("yarn.resourcemanager." + key, bound(yarn, "yarn.resourcemanager." + key));
    }
    client.put(
        "yarn.resourcemanager.hostname", yarn.getConfig().get("yarn.resourcemanager.hostname"));
    if (!yarn.waitForNodeManagersToConnect(PATIENCE_MS)) {
      throw new IllegalStateException("No node came up in " + PATIENCE_MS + " ms");
    }
    write(conf, "core-site.xml", Map.of("fs.defaultFS", uri));
    write(conf, "yarn-site.xml", client);
    return new MiniHadoop(hdfs, yarn, client);
  }

  private static Configuration yarn(Configuration hdfs, String uri) {
    Configuration yarn = new YarnConfiguration(hdfs);
    yarn.set("fs.defaultFS", uri);
    // MiniYARNCluster puts this one, 4096 by default, over the usual key.
    yarn.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", MEMORY_MB);
    yarn.setInt("yarn.nodemanager.resource.cpu-vcores", CORES);
    yarn.setInt("yarn.scheduler.minimum-allocation-mb", 256);
    yarn.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    yarn.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
    yarn.set(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100.0");
    // A container is given at a node's heartbeat: the default of a second adds up.
    yarn.setInt("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", 100);
    String queues = "yarn.scheduler.capacity.root.";
    yarn.set(queues + "queues", "default,training");
    for (String queue : new String[] {"default", "training"}) {
      yarn.set(queues + queue + ".capacity", "50");
      yarn.set(queues + queue + ".maximum-capacity", "100");
      yarn.set(queues + queue + ".user-limit-factor", "2");
      yarn.set(queues + queue + ".state", "RUNNING");
      yarn.set(queues + queue + ".acl_submit_applications", "*");
      yarn.set(queues + queue + ".acl_administer_queue", "*");
    }
    yarn.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    yarn.set("yarn.scheduler.capacity.node-locality-delay", "-1");
    return yarn;
  }

  /** The resource manager says its ports some time after it has started. */
  private static String bound(MiniYARNCluster yarn, String key) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (System.nanoTime() < until) {
      String address = yarn.getConfig().get(key, ":0");
      if (!address.endsWith(":0")) {
        return address;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(key + " was not bound in " + PATIENCE_MS + " ms");
  }

  private static void write(Path conf, String name, Map<String, String> settings)
      throws IOException {
    Configuration file = new Configuration(false);
    settings.forEach(file::set);
    Files.createDirectories(conf);
    try (OutputStream out = Files.newOutputStream(conf.resolve(name))) {
      file.writeXml(out);
    }
  }

  /** Returns what a client must know to reach both. */
  public Map<String, String> client() {
    return client;
  }

  /** Returns those settings as a Hadoop configuration. */
  public Configuration configuration() {
    Configuration configuration = new Configuration();
    client.forEach(configuration::set);
    return configuration;
  }

  @Override
  public void close() {
    yarn.stop();
    hdfs.shutdown(true /* delete the data */);
  }

  /**
   * Runs until a file named {@code stop} is put into the directory.
   *
   * @param words the directory; clients find {@code conf} in it
   */
  public static void main(String[] words) throws Exception {
    Path directory = Path.of(words[0]).toAbsolutePath();
    try (MiniHadoop hadoop = start(directory, directory.resolve("conf"))) {
      System.out.println("HADOOP_CONF_DIR=" + directory.resolve("conf") + " " + hadoop.client());
      while (!Files.exists(directory.resolve("stop"))) {
        Thread.sleep(500);
      }
    }
    System.exit(0);
  }
}
